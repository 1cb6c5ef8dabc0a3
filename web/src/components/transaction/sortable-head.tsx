import { IconArrowDown, IconArrowUp, IconSelector } from '@tabler/icons-react'
import type { TransactionSort } from '@/gen/graphql'
import classes from './transaction.module.css'

interface SortableHeadProps {
  title: string
  orders: { descending: TransactionSort; ascending: TransactionSort }
  sort: TransactionSort
  onSort: (sort: TransactionSort) => void
  isNumber?: boolean
}

/** The head of a column that the list can be put in order by: first downwards, then upwards. */
export function SortableHead({ title, orders, sort, onSort, isNumber }: SortableHeadProps) {
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
