import type { Entry } from '../ledger/ledger.js'

const AFFECTED_QUERIES = 3

/** Schedules the faults that affect only status queries (biller reference, 3012 and 3013). */
export function scheduleQueryFaults(entry: Entry, fault: string): void {
  if (fault === '3012') entry.hiddenPolls = AFFECTED_QUERIES
  if (fault === '3013') entry.brokenPolls = AFFECTED_QUERIES
}

/** The transport fault of the first broken query; the other broken queries fail by response code. */
export function takeQueryTransportFault(entry: Entry | undefined): string | null {
  if (entry?.brokenPolls !== AFFECTED_QUERIES) return null
  entry.brokenPolls -= 1
  return 'http-503'
}
