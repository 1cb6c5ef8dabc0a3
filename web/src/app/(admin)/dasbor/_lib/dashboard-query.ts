import { useQueryStates } from 'nuqs'
import {
  createLoader,
  type inferParserType,
  parseAsIsoDate,
  parseAsString,
  parseAsStringLiteral,
  type SearchParams,
} from 'nuqs/server'
import { isoDay, PRODUCT_TYPES } from '@/components/transaction/transaction-query'
import type { SalesFilter } from '@/gen/graphql'
import { businessToday, daysBefore, daysIn } from '@/lib/business-day'
import { serverNow } from '@/lib/session/server-clock'
import { useBusinessTimeZone } from '@/lib/use-format'

/** Without a choice: the last 30 days. */
const DEFAULT_DAYS = 30

const PARSERS = {
  jenis: parseAsStringLiteral(PRODUCT_TYPES),
  karyawan: parseAsString,
  shift: parseAsString,
  dari: parseAsIsoDate,
  sampai: parseAsIsoDate,
}

const load = createLoader(PARSERS)

export interface DashboardRange {
  from: string
  to: string
}

/**
 * What the dashboard is about, from the address.
 * @param renderedToday by the server, until its clock is heard: so that the browser asks for what was asked early
 */
export function useDashboardQuery(renderedToday: string) {
  const [query, setQuery] = useQueryStates(PARSERS, { history: 'push' })
  const timeZone = useBusinessTimeZone()
  return {
    query,
    ...ask(query, serverNow() === null ? renderedToday : businessToday(timeZone)),
    change: (changes: Partial<typeof query>) => void setQuery(changes),
  }
}

/** What the dashboard of this address will ask. */
export async function dashboardVariables(address: Promise<SearchParams>, today: string) {
  return ask(await load(address), today).variables
}

function ask(query: inferParserType<typeof PARSERS>, today: string) {
  const to = query.sampai ? isoDay(query.sampai) : today
  const from = query.dari ? isoDay(query.dari) : daysBefore(to, DEFAULT_DAYS - 1)
  const rest: SalesFilter = {
    ...(query.jenis ? { productType: query.jenis } : {}),
    ...(query.karyawan ? { employeeId: query.karyawan } : {}),
    ...(query.shift ? { shiftId: query.shift } : {}),
  }
  const variables = { filter: { ...rest, from, to }, before: { ...rest, ...periodBefore({ from, to }) } }
  return { range: { from, to }, variables }
}

/** As many days, right before: what the figures are compared with. */
export function periodBefore({ from, to }: DashboardRange): DashboardRange {
  const end = daysBefore(from, 1)
  return { from: daysBefore(end, daysIn(from, to) - 1), to: end }
}

/** The list of transactions behind a figure. */
export function listLink(filter: SalesFilter, extra: Record<string, string>): string {
  const { productType, employeeId, shiftId, from, to } = filter
  const all = { jenis: productType, karyawan: employeeId, shift: shiftId, dari: from, sampai: to, ...extra }
  const given = Object.entries(all).filter((entry): entry is [string, string] => Boolean(entry[1]))
  return `/transaksi?${new URLSearchParams(given)}`
}
