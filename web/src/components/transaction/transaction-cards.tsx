'use client'

import { useTranslations } from 'next-intl'
import { AttentionBadge, StatusBadge } from '@/components/badges'
import { readFragment } from '@/gen/fragment-masking'
import { TransactionRowFragmentDoc } from '@/gen/graphql'
import { useFormat } from '@/lib/format'
import classes from './transaction.module.css'
import type { RowsProps } from './transaction-table'

/** The list on phones. */
export function TransactionCards({ rows, onOpen }: RowsProps) {
  const type = useTranslations('type')
  const format = useFormat()
  return (
    <ul className={classes.cards}>
      {readFragment(TransactionRowFragmentDoc, rows).map((row) => (
        <li key={row.id}>
          <button type="button" className={classes.card} onClick={() => onOpen(row.id)}>
            <span className={classes.cardLine}>
              <strong className={classes.cardName}>{row.customer.name ?? row.customer.number}</strong>
              <strong>{format.rupiah(row.price)}</strong>
            </span>
            <span className={classes.cardLine}>
              <span className={classes.dimmed}>
                {type(row.productType)} · {row.customer.number}
              </span>
            </span>
            <span className={classes.cardLine}>
              <span>
                <StatusBadge status={row.status} /> {row.needsAttention && <AttentionBadge />}
              </span>
              <span className={classes.dimmed}>{format.shortDateTime(row.createdAt)}</span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  )
}
