import type { Metadata } from 'next'
import { getFormatter, getTranslations } from 'next-intl/server'
import { PageTitle, Panel } from '@/components/panel/panel'
import { Waterfall } from './_components/waterfall'
import { readTrace } from './_lib/read-trace'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('trace'))('title') }
}

interface TracePageProps {
  params: Promise<{ requestId: string }>
}

/** The trace of a request, by the id in its response header, its error and the logs. */
export default async function TracePage({ params }: TracePageProps) {
  const { requestId } = await params
  const t = await getTranslations('trace')
  const panel = await getTranslations('panel')
  const format = await getFormatter()
  const trace = await readTrace(requestId)
  return (
    <>
      <PageTitle title={t('title')} />
      <Panel title={<code>{requestId}</code>} isFlush={trace !== null && trace.spans.length > 0}>
        {!trace && <p role="status">{t('unavailable')}</p>}
        {trace?.spans.length === 0 && <p role="status">{t('empty')}</p>}
        {trace && trace.spans.length > 0 && <Waterfall spans={trace.spans} />}
      </Panel>
      {trace && trace.missing.length > 0 && (
        <p role="status">
          {panel('partial', { services: format.list(trace.missing.map((service) => panel(`service.${service}`))) })}
        </p>
      )}
    </>
  )
}
