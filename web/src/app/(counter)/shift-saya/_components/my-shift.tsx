'use client'

import type { ShiftHours } from '@setrum/units'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { Panel } from '@/components/panel/panel'
import { PanelContent } from '@/components/panel/panel-content'
import { DescriptionList } from '@/components/sale/sale-details'
import { StatusTotals } from '@/components/status-totals'
import { MyShiftDocument } from '@/gen/graphql'
import { useFormat } from '@/lib/format'
import { usePanelQuery } from '@/lib/graph/use-panel-query'
import { useSession } from '@/lib/session/session-context'
import { salesByProductType, totalOf } from '../_lib/sales-by-product-type'
import { useShiftStart } from '../_lib/use-shift-start'
import classes from './my-shift.module.css'
import { SalesTable } from './sales-table'

const REFRESH_MS = 10_000

/** The employee's shift and the sales since its start. */
export function MyShift({ renderedToday }: { renderedToday: string }) {
  const t = useTranslations('myShift')
  const panel = useTranslations('panel')
  const format = useFormat()
  const session = useSession()
  const [hours, setHours] = useState<ShiftHours | null>(null)
  const filter = useShiftStart(hours, renderedToday)
  const { data, failure, isFirstLoad, retry } = usePanelQuery(MyShiftDocument, {
    variables: {
      prepaid: { ...filter, productType: 'PREPAID' },
      postpaid: { ...filter, productType: 'POSTPAID' },
      nonTaglis: { ...filter, productType: 'NON_TAGLIS' },
    },
    poll: () => REFRESH_MS,
  })
  const state = { failure, isFirstLoad, onRetry: retry }
  const shift = data?.me?.shift
  const sales = salesByProductType(data)
  const { startAt, endAt } = shift ?? {}
  useEffect(() => {
    if (startAt && endAt) setHours({ startAt, endAt })
  }, [startAt, endAt])
  return (
    <div className={classes.page}>
      <Panel title={t('hours')}>
        <DescriptionList
          items={[
            [t('employee'), session.name],
            [t('shift'), shift ? (shift.name ?? panel('missing')) : isFirstLoad ? panel('loading') : panel('missing')],
            [t('from'), startAt && endAt && `${format.clockTime(startAt)}–${format.clockTime(endAt)}`],
            [t('openUntil'), session.sessionEndsAt && format.time(session.sessionEndsAt)],
          ]}
        />
      </Panel>
      <Panel title={t(filter.since ? 'sold' : 'soldToday')}>
        <PanelContent value={sales} {...state}>
          {(rows) => (
            <div className={classes.totals}>
              <StatusTotals totals={totalOf(rows)} />
              <SalesTable rows={rows} />
            </div>
          )}
        </PanelContent>
      </Panel>
    </div>
  )
}
