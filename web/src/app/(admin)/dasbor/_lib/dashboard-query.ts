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
import { businessToday, daysBefore, daysIn, serverNow } from '@/lib/clock'
import { useBusinessTimeZone } from '@/lib/format'
import { linkTo, PATHS, URL_KEYS } from '@/lib/urls'

/** The range without a filter: the last 30 days. */
const DEFAULT_DAYS = 30

const PARSERS = {
  type: parseAsStringLiteral(PRODUCT_TYPES),
  employeeId: parseAsString,
  shiftId: parseAsString,
  from: parseAsIsoDate,
  to: parseAsIsoDate,
}

const load = createLoader(PARSERS, { urlKeys: URL_KEYS })

export interface DashboardRange {
  from: string
  to: string
}

/**
 * The filters in the address, with the variables of the dashboard's query.
 * @param renderedToday today by the server, until its clock is known: the first query must equal the preloaded one
 */
export function useDashboardQuery(renderedToday: string) {
  const [query, setQuery] = useQueryStates(PARSERS, { history: 'push', urlKeys: URL_KEYS })
  const timeZone = useBusinessTimeZone()
  return {
    query,
    ...variablesOf(query, serverNow() === null ? renderedToday : businessToday(timeZone)),
    change: (changes: Partial<typeof query>) => void setQuery(changes),
  }
}

/** The variables of the dashboard's first query, for its preload. */
export async function dashboardVariables(searchParams: Promise<SearchParams>, today: string) {
  return variablesOf(await load(searchParams), today).variables
}

function variablesOf(query: inferParserType<typeof PARSERS>, today: string) {
  const to = query.to ? isoDay(query.to) : today
  const from = query.from ? isoDay(query.from) : daysBefore(to, DEFAULT_DAYS - 1)
  const rest: SalesFilter = {
    ...(query.type ? { productType: query.type } : {}),
    ...(query.employeeId ? { employeeId: query.employeeId } : {}),
    ...(query.shiftId ? { shiftId: query.shiftId } : {}),
  }
  // A day that is not over is compared with the same hours.
  const untilTimeOfDay = to === today ? { untilTimeOfDay: true } : {}
  const before = { ...rest, ...periodBefore({ from, to }), ...untilTimeOfDay }
  const variables = { filter: { ...rest, from, to }, before }
  return { range: { from, to }, variables }
}

/** The period of the same length right before a range. */
function periodBefore({ from, to }: DashboardRange): DashboardRange {
  const end = daysBefore(from, 1)
  return { from: daysBefore(end, daysIn(from, to) - 1), to: end }
}

/** The list of the transactions in a total. */
export function listLink({ productType, ...filter }: SalesFilter, extra: { status?: string }): string {
  const { employeeId, shiftId, from, to } = filter
  return linkTo(PATHS.transactions, { type: productType, employeeId, shiftId, from, to, ...extra })
}
