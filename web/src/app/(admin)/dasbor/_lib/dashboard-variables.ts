import { createLoader, type inferParserType, parseAsIsoDate, parseAsString, parseAsStringLiteral } from 'nuqs/server'
import { PRODUCT_TYPES } from '@/components/transaction/product-types'
import type { SalesFilter } from '@/gen/graphql'
import { businessToday, daysBefore, daysIn, isoDay } from '@/lib/business-day'

/** Without a choice: the last 30 days. */
const DEFAULT_DAYS = 30

/** What the dashboard is about, as it stands in the address. Read by the page and, before it, by the server. */
export const DASHBOARD_PARSERS = {
  jenis: parseAsStringLiteral(PRODUCT_TYPES),
  karyawan: parseAsString,
  shift: parseAsString,
  dari: parseAsIsoDate,
  sampai: parseAsIsoDate,
}

export const loadDashboardQuery = createLoader(DASHBOARD_PARSERS)

export interface DashboardRange {
  from: string
  to: string
}

/** What is asked for: the range, and as many days right before it. */
export function dashboardVariables(query: inferParserType<typeof DASHBOARD_PARSERS>) {
  const to = query.sampai ? isoDay(query.sampai) : businessToday()
  const from = query.dari ? isoDay(query.dari) : daysBefore(to, DEFAULT_DAYS - 1)
  const rest: SalesFilter = {
    ...(query.jenis ? { productType: query.jenis } : {}),
    ...(query.karyawan ? { employeeId: query.karyawan } : {}),
    ...(query.shift ? { shiftId: query.shift } : {}),
  }
  return { filter: { ...rest, from, to }, before: { ...rest, ...periodBefore({ from, to }) } }
}

/** As many days, right before: what the figures are compared with. */
export function periodBefore({ from, to }: DashboardRange): DashboardRange {
  const end = daysBefore(from, 1)
  return { from: daysBefore(end, daysIn(from, to) - 1), to: end }
}
