/** Wraps a task so that callers at the same time share one run of it. The next call after its end starts a new run. */
export function singleFlight<T>(task: () => Promise<T>): { run: () => Promise<T>; current: () => Promise<T> | null } {
  let inFlight: Promise<T> | null = null
  return {
    run: () => {
      inFlight ??= task().finally(() => {
        inFlight = null
      })
      return inFlight
    },
    /** The run that is under way; null without one. */
    current: () => inFlight,
  }
}
