import type { Deadlines } from '../env.js'

export interface DeadlineRules {
  deadlines: Deadlines
  /** Root query fields that wait for the biller. */
  billerQueries: ReadonlySet<string>
}

/** How long one subgraph call may take, by what it does. */
export function callTimeoutMs(
  { kind, rootFields }: { kind: 'query' | 'mutation'; rootFields: readonly string[] },
  subgraph: string,
  { deadlines, billerQueries }: DeadlineRules,
): number {
  if (kind === 'mutation') return subgraph === 'transactions' ? deadlines.billerMs : deadlines.mutationMs
  return rootFields.some((field) => billerQueries.has(field)) ? deadlines.billerMs : deadlines.queryMs
}

/**
 * How long is left for a call of a request that has run for some time: the request as a whole has as long as its
 * longest call may take, and two more deadlines of a query for what is joined to it.
 */
export function remainingMs(
  callMs: number,
  { elapsedMs, longestCallMs }: { elapsedMs: number; longestCallMs: number },
  { deadlines }: DeadlineRules,
): number {
  return Math.min(callMs, longestCallMs + 2 * deadlines.queryMs - elapsedMs)
}
