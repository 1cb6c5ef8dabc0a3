'use client'

import { IconArrowDownRight, IconArrowUpRight } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { useFormat } from '@/lib/format'
import { relativeChange } from '../_lib/relative-change'
import classes from './dashboard.module.css'

/**
 * The change against the previous period, in percent; only the earlier amount where a percentage has no meaning.
 * @param isUntilNow the previous period ends at the present time of day
 */
export function Change({ now, before, isUntilNow }: { now: number; before: number; isUntilNow: boolean }) {
  const t = useTranslations('dashboard')
  const format = useFormat()
  if (before === 0) return null
  const previous = t(isUntilNow ? 'previousPeriodUntilNow' : 'previousPeriod', { amount: format.rupiah(before) })
  const change = relativeChange(now, before)
  if (change === null) {
    return <span className={classes.change}>{previous}</span>
  }
  const Icon = change < 0 ? IconArrowDownRight : IconArrowUpRight
  return (
    <span className={classes.change} title={previous}>
      <Icon size={15} aria-hidden style={{ verticalAlign: '-2px' }} />
      {t('change', { percent: format.percent(Math.abs(change)), direction: change < 0 ? 'down' : 'up' })}
    </span>
  )
}
