/** The change as a share of the earlier value; null over a loss or nothing, where no percentage has a meaning. */
export function relativeChange(now: number, before: number): number | null {
  return before > 0 ? (now - before) / before : null
}
