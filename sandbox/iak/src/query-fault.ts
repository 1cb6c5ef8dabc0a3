import type { Entry } from './ledger.js'

const QUERIES = 3

/** Faults that show only when somebody asks how it stands (biller reference, 3012 and 3013). */
export function hideFromQueries(entry: Entry, fault: string): void {
  if (fault === '3012') entry.hiddenPolls = QUERIES
  if (fault === '3013') entry.brokenPolls = QUERIES
}

/** The first of the broken queries fails in the transport, the others by their code. */
export function statusFault(entry: Entry | undefined): string | null {
  if (entry?.brokenPolls !== QUERIES) return null
  entry.brokenPolls -= 1
  return 'http-503'
}
