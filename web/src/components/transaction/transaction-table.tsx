'use client'

import { IconArrowDown, IconArrowUp, IconSelector } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { ReviewBadge, StatusBadge } from '@/components/badges'
import { type FragmentType, readFragment } from '@/gen/fragment-masking'
import { type TransactionRowFragment, TransactionRowFragmentDoc, type TransactionSort } from '@/gen/graphql'
import { useFormat } from '@/lib/format'
import { useSession } from '@/lib/session/session-context'
import sticky from '../row-actions.module.css'
import { ReasonList } from './review-reasons'
import classes from './transaction.module.css'

export interface RowsProps {
  rows: readonly FragmentType<typeof TransactionRowFragmentDoc>[]
  onOpen: (id: string) => void
}

/** The list on wide screens. */
export function TransactionTable({
  rows,
  withEmployee,
  sort,
  onSort,
  onOpen,
}: RowsProps & { withEmployee: boolean; sort: TransactionSort; onSort: (sort: TransactionSort) => void }) {
  const t = useTranslations('transactions.column')
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable area must be reachable by keyboard
    <section className={classes.scroll} tabIndex={0} aria-label={t('label')}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t('invoice')}</th>
            <th scope="col">{t('type')}</th>
            <th scope="col">{t('customer')}</th>
            <th scope="col">{t('status')}</th>
            <th scope="col" className={classes.number}>
              {t('nominal')}
            </th>
            <th scope="col" className={classes.number}>
              {t('adminFee')}
            </th>
            <SortableHead
              title={t('price')}
              orders={{ descending: 'PRICE_HIGHEST', ascending: 'PRICE_LOWEST' }}
              sort={sort}
              onSort={onSort}
              isNumber
            />
            <SortableHead
              title={t('createdAt')}
              orders={{ descending: 'NEWEST', ascending: 'OLDEST' }}
              sort={sort}
              onSort={onSort}
            />
            <th scope="col">{t('updatedAt')}</th>
            {withEmployee && <th scope="col">{t('employee')}</th>}
            <th scope="col" className={sticky.rowActions}>
              <span className="visually-hidden">{t('actions')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {readFragment(TransactionRowFragmentDoc, rows).map((row) => (
            <Row key={row.id} row={row} withEmployee={withEmployee} onOpen={() => onOpen(row.id)} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Row({
  row,
  withEmployee,
  onOpen,
}: {
  row: TransactionRowFragment
  withEmployee: boolean
  onOpen: () => void
}) {
  const t = useTranslations('transactions')
  const type = useTranslations('type')
  const format = useFormat()
  const { role } = useSession()
  const showsReasons = role === 'ADMIN' && row.reviewReasons.length > 0
  return (
    <>
      <tr onClick={onOpen} className={classes.row} data-continued={showsReasons || undefined}>
        <td className={classes.invoice}>{row.invoice}</td>
        <td>
          {type(row.productType)}
          <small>{row.product?.name ?? row.productCode}</small>
        </td>
        <td className={classes.name}>
          {row.customer.name ?? '–'}
          <small>{row.customer.number}</small>
        </td>
        <td>
          <StatusBadge status={row.status} /> {row.reviewReasons.length > 0 && <ReviewBadge />}
        </td>
        <td className={classes.number}>{format.rupiah(row.nominal)}</td>
        <td className={classes.number}>{format.rupiah(row.adminFee)}</td>
        <td className={classes.number}>{format.rupiah(row.price)}</td>
        <td className={classes.time}>{format.shortDateTime(row.createdAt)}</td>
        <td className={classes.time}>{format.shortDateTime(row.updatedAt)}</td>
        {withEmployee && <td className={classes.name}>{row.employeeName}</td>}
        <td className={sticky.rowActions}>
          <button type="button" className={classes.open} aria-label={t('openOne', { invoice: row.invoice })}>
            {t('open')}
          </button>
        </td>
      </tr>
      {showsReasons && (
        <tr onClick={onOpen} className={classes.row}>
          <td colSpan={withEmployee ? 11 : 10}>
            <ReasonList reasons={row.reviewReasons} />
          </td>
        </tr>
      )}
    </>
  )
}

interface SortableHeadProps {
  title: string
  orders: { descending: TransactionSort; ascending: TransactionSort }
  sort: TransactionSort
  onSort: (sort: TransactionSort) => void
  isNumber?: boolean
}

/** The head of a column that sorts the list: descending first, then ascending. */
function SortableHead({ title, orders, sort, onSort, isNumber }: SortableHeadProps) {
  const isDescending = sort === orders.descending
  const isAscending = sort === orders.ascending
  const Icon = isDescending ? IconArrowDown : isAscending ? IconArrowUp : IconSelector
  return (
    <th
      scope="col"
      className={isNumber ? classes.number : undefined}
      aria-sort={isDescending ? 'descending' : isAscending ? 'ascending' : 'none'}
    >
      <button
        type="button"
        className={classes.sort}
        onClick={() => onSort(isDescending ? orders.ascending : orders.descending)}
      >
        {title}
        <Icon size={14} aria-hidden />
      </button>
    </th>
  )
}

/** The list on phones. */
export function TransactionCards({ rows, onOpen }: RowsProps) {
  const type = useTranslations('type')
  const { role } = useSession()
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
                <StatusBadge status={row.status} /> {row.reviewReasons.length > 0 && <ReviewBadge />}
              </span>
              <span className={classes.dimmed}>{format.shortDateTime(row.createdAt)}</span>
            </span>
          </button>
          {role === 'ADMIN' && row.reviewReasons.length > 0 && <ReasonList reasons={row.reviewReasons} />}
        </li>
      ))}
    </ul>
  )
}
