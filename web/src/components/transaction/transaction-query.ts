import { useQueryStates } from 'nuqs'
import { parseAsArrayOf, parseAsInteger, parseAsIsoDate, parseAsString, parseAsStringLiteral } from 'nuqs/server'
import type { TransactionFilter, TransactionSort, TransactionStatus } from '@/gen/graphql'

export const STATUSES = [
  'SUCCESS',
  'PROCESSING',
  'FAILED',
  'AWAITING_PAYMENT',
  'EXPIRED',
] as const satisfies TransactionStatus[]
const SORTS = ['NEWEST', 'OLDEST', 'PRICE_HIGHEST', 'PRICE_LOWEST'] as const satisfies TransactionSort[]
export const PRODUCT_TYPES = ['PREPAID', 'POSTPAID', 'NON_TAGLIS'] as const

const day = parseAsIsoDate

/** Everything that a list of transactions is narrowed by, as it stands in the address. */
const PARSERS = {
  cari: parseAsString.withDefault(''),
  status: parseAsArrayOf(parseAsStringLiteral(STATUSES)).withDefault([]),
  jenis: parseAsStringLiteral(PRODUCT_TYPES),
  dari: day,
  sampai: day,
  karyawan: parseAsString,
  shift: parseAsString,
  perhatian: parseAsStringLiteral(['ya']),
  urut: parseAsStringLiteral(SORTS).withDefault('NEWEST'),
  halaman: parseAsInteger.withDefault(1),
  trx: parseAsString,
}

export const PAGE_SIZE = 25

export type TransactionQuery = ReturnType<typeof useTransactionQuery>[0]

/** The filters in the address, and how to change them; a change of a filter goes back to the first page. */
export function useTransactionQuery() {
  const [query, setQuery] = useQueryStates(PARSERS, { history: 'push' })
  const change = (changes: Partial<{ [Key in keyof typeof query]: (typeof query)[Key] | null }>) =>
    void setQuery('halaman' in changes || 'trx' in changes ? changes : { ...changes, halaman: null, trx: null })
  return [query, change] as const
}

/** The same as the API wants it. */
export function filterOf(query: TransactionQuery): TransactionFilter {
  const { cari, status, jenis, dari, sampai, karyawan, shift, perhatian } = query
  return {
    ...(cari.trim() ? { search: cari.trim() } : {}),
    ...(status.length > 0 ? { status } : {}),
    ...(jenis ? { productType: jenis } : {}),
    ...(dari ? { from: isoDay(dari) } : {}),
    ...(sampai ? { to: isoDay(sampai) } : {}),
    ...(karyawan ? { employeeId: karyawan } : {}),
    ...(shift ? { shiftId: shift } : {}),
    ...(perhatian ? { needsAttention: true } : {}),
  }
}

export function isoDay(date: Date): string {
  return date.toISOString().slice(0, 10)
}

export function dateOf(day: string | null): Date | null {
  return day ? new Date(`${day}T00:00:00Z`) : null
}
