'use client'

import type { ReactNode } from 'react'
import { useFormat } from '@/lib/format'
import { StatusBadge } from './badges'
import classes from './status-totals.module.css'

interface Total {
  count: number
  amount: number
}

interface StatusTotalsProps {
  totals: { success: Total; processing: Total; failed: Total }
  /** Further content below each total. */
  children?: (status: 'success' | 'processing' | 'failed') => ReactNode
}

const STATUSES = [
  ['success', 'SUCCESS'],
  ['processing', 'PROCESSING'],
  ['failed', 'FAILED'],
] as const

/** The amount and the number of sales by status. */
export function StatusTotals({ totals, children }: StatusTotalsProps) {
  const format = useFormat()
  return (
    <div className={classes.totals}>
      {STATUSES.map(([key, status]) => (
        <div key={key} className={classes.total}>
          <StatusBadge status={status} />
          <div className={classes.amount}>{format.rupiah(totals[key].amount)}</div>
          <div className={classes.count}>
            {format.number(totals[key].count)}× {children?.(key)}
          </div>
        </div>
      ))}
    </div>
  )
}
