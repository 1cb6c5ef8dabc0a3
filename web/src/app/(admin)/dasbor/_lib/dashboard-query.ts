import { useQueryStates } from 'nuqs'
import type { SalesFilter } from '@/gen/graphql'
import { DASHBOARD_PARSERS, dashboardVariables } from './dashboard-variables'

/** What the dashboard is about, from the address. */
export function useDashboardQuery() {
  const [query, setQuery] = useQueryStates(DASHBOARD_PARSERS, { history: 'push' })
  const variables = dashboardVariables(query)
  const { from, to } = variables.filter
  return { query, range: { from, to }, variables, change: (changes: Partial<typeof query>) => void setQuery(changes) }
}

/** The list of transactions behind a figure. */
export function listLink(filter: SalesFilter, extra: Record<string, string>): string {
  const { productType, employeeId, shiftId, from, to } = filter
  const all = { jenis: productType, karyawan: employeeId, shift: shiftId, dari: from, sampai: to, ...extra }
  const given = Object.entries(all).filter((entry): entry is [string, string] => Boolean(entry[1]))
  return `/transaksi?${new URLSearchParams(given)}`
}
