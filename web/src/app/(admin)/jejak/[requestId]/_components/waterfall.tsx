import { useTranslations } from 'next-intl'
import type { TraceSpan } from '../_lib/read-trace'
import { waterfallOf } from '../_lib/waterfall'
import classes from './waterfall.module.css'

/** The spans of a request: service, operation, start and duration. */
export function Waterfall({ spans }: { spans: readonly TraceSpan[] }) {
  const t = useTranslations('trace')
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable area must be reachable by keyboard
    <section className={classes.scroll} tabIndex={0} aria-label={t('title')}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t('service')}</th>
            <th scope="col">{t('operation')}</th>
            <th scope="col" className={classes.number}>
              {t('start')}
            </th>
            <th scope="col" className={classes.number}>
              {t('duration')}
            </th>
            <th scope="col" className={classes.line}>
              {t('timeline')}
            </th>
          </tr>
        </thead>
        <tbody>
          {waterfallOf(spans).map(({ span, depth, offsetMs, left, width }) => (
            <tr key={span.spanId}>
              <td>{span.service}</td>
              <td style={{ paddingLeft: `${depth + 0.625}rem` }}>
                {span.name}
                {span.isError && (
                  <small className={classes.fault}>
                    {t('failed', { reason: String(span.attributes['error.type'] ?? '–') })}
                  </small>
                )}
              </td>
              <td className={classes.number}>{offsetMs.toFixed(1)}</td>
              <td className={classes.number}>{span.durationMs.toFixed(1)}</td>
              <td>
                <div
                  className={span.isError ? classes.failedBar : classes.bar}
                  style={{ marginLeft: `${left}%`, width: `${width}%` }}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
