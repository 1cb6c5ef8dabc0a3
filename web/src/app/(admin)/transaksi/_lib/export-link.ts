import type { TransactionFilter } from '@/gen/graphql'

/** The download of everything that the filter lets through, not only of the page that is shown. */
export function exportLink(filter: TransactionFilter): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(filter)) {
    for (const part of Array.isArray(value) ? value : [value]) query.append(name, String(part))
  }
  return `/exports/transactions.csv?${query}`
}
