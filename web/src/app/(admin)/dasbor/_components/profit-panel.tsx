'use client'

import { useTranslations } from 'next-intl'
import { useFormat } from '@/lib/use-format'
import { Change } from './change'
import classes from './dashboard.module.css'

export function ProfitPanel({ profit, before }: { profit: number | null; before: number | null }) {
  const t = useTranslations('dashboard')
  const format = useFormat()
  return (
    <>
      <div className={classes.figure}>{format.rupiah(profit)}</div>
      <div className={classes.dimmed}>
        {t('profitHint')} {profit !== null && before !== null && <Change now={profit} before={before} />}
      </div>
    </>
  )
}
