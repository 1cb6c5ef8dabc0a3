import { useQueryStates } from 'nuqs'
import { parseAsArrayOf, parseAsInteger, parseAsIsoDate, parseAsString, parseAsStringLiteral } from 'nuqs/server'
import type { TransactionFilter, TransactionSort, TransactionStatus } from '@/gen/graphql'
import { parseAsFlag, URL_KEYS } from '@/lib/urls'

export const STATUSES = [
  'SUCCESS',
  'PROCESSING',
  'FAILED',
  'AWAITING_PAYMENT',
  'EXPIRED',
] as const satisfies TransactionStatus[]
const SORTS = ['NEWEST', 'OLDEST', 'PRICE_HIGHEST', 'PRICE_LOWEST'] as const satisfies TransactionSort[]
export const PRODUCT_TYPES = ['PREPAID', 'POSTPAID', 'NON_TAGLIS'] as const

/** The state of a transaction list in the address. */
const PARSERS = {
  search: parseAsString.withDefault(''),
  status: parseAsArrayOf(parseAsStringLiteral(STATUSES)).withDefault([]),
  type: parseAsStringLiteral(PRODUCT_TYPES),
  from: parseAsIsoDate,
  to: parseAsIsoDate,
  employeeId: parseAsString,
  shiftId: parseAsString,
  needsAttention: parseAsFlag,
  sort: parseAsStringLiteral(SORTS).withDefault('NEWEST'),
  page: parseAsInteger.withDefault(1),
  transactionId: parseAsString,
}

export const PAGE_SIZE = 25

export type TransactionQuery = ReturnType<typeof useTransactionQuery>[0]

/** The state of the list, and a function that changes it. A changed filter or order returns to the first page. */
export function useTransactionQuery() {
  const [query, setQuery] = useQueryStates(PARSERS, { history: 'push', urlKeys: URL_KEYS })
  const change = (changes: Partial<{ [Key in keyof typeof query]: (typeof query)[Key] | null }>) =>
    void setQuery(
      'page' in changes || 'transactionId' in changes ? changes : { ...changes, page: null, transactionId: null },
    )
  return [query, change] as const
}

/** The filter of the API for a list's state. */
export function filterOf(query: TransactionQuery): TransactionFilter {
  const { status, type, from, to, employeeId, shiftId } = query
  const search = query.search.trim()
  return {
    ...(search ? { search } : {}),
    ...(status.length > 0 ? { status } : {}),
    ...(type ? { productType: type } : {}),
    ...(from ? { from: isoDay(from) } : {}),
    ...(to ? { to: isoDay(to) } : {}),
    ...(employeeId ? { employeeId } : {}),
    ...(shiftId ? { shiftId } : {}),
    ...(query.needsAttention ? { needsAttention: true } : {}),
  }
}

export function isoDay(date: Date): string {
  return date.toISOString().slice(0, 10)
}

export function dateOf(day: string | null): Date | null {
  return day ? new Date(`${day}T00:00:00Z`) : null
}
