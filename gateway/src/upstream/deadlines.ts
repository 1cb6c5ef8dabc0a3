import type { Deadlines } from '../env.js'

/** Returns the deadline of one subgraph call. @param billerFields root fields that wait for the biller */
export function getCallTimeoutMs(
  { kind, rootFields }: { kind: 'query' | 'mutation'; rootFields: readonly string[] },
  { queryMs, mutationMs, billerMs }: Deadlines,
  billerFields: ReadonlySet<string>,
): number {
  if (rootFields.some((field) => billerFields.has(`${kind}.${field}`))) return billerMs
  return kind === 'mutation' ? mutationMs : queryMs
}

/**
 * Returns the remaining time of a call. The whole request has the time of its longest call, plus two query deadlines
 * for joined data.
 */
export function getRemainingMs(
  callMs: number,
  { elapsedMs, longestCallMs }: { elapsedMs: number; longestCallMs: number },
  { queryMs }: Deadlines,
): number {
  return Math.min(callMs, longestCallMs + 2 * queryMs - elapsedMs)
}
