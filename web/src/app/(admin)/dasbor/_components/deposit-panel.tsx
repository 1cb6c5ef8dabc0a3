'use client'

import { IconAlertTriangleFilled } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import type { DashboardQuery } from '@/gen/graphql'
import { serverNow } from '@/lib/clock'
import { useFormat } from '@/lib/format'
import classes from './dashboard.module.css'

const RECENT_MS = 5 * 60_000

/** The deposit at the biller. Sales are refused when it is used up. */
export function DepositPanel({ balance: it }: { balance: NonNullable<DashboardQuery['billerBalance']> }) {
  const t = useTranslations('dashboard')
  const format = useFormat()
  return (
    <>
      <div className={classes.value}>{format.rupiah(it.balance)}</div>
      <div className={classes.dimmed}>
        {isRecent(it.checkedAt)
          ? t('asOf', { time: format.time(it.checkedAt) })
          : t('asOfDay', { time: format.shortDateTime(it.checkedAt) })}
      </div>
      {it.low && (
        <div className={classes.low} role="alert">
          <IconAlertTriangleFilled size={16} aria-hidden style={{ flex: 'none', marginTop: 2 }} />
          {t('depositLow', { threshold: format.rupiah(it.threshold) })}
        </div>
      )}
    </>
  )
}

/** An older balance is shown with its day: the biller may have been down since yesterday. */
function isRecent(checkedAt: string): boolean {
  return (serverNow() ?? Date.now()) - Date.parse(checkedAt) < RECENT_MS
}
