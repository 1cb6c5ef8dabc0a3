/** Wraps a task so that callers at the same time share one run of it. The next call after its end starts a new run. */
export function singleFlight<T>(task: () => Promise<T>): {
  run: () => Promise<T>
  runAfresh: () => Promise<T>
  current: () => Promise<T> | null
} {
  let inFlight: Promise<T> | null = null
  let next: Promise<T> | null = null
  const run = (): Promise<T> => {
    inFlight ??= task().finally(() => {
      inFlight = null
    })
    return inFlight
  }
  const runNext = (): Promise<T> => {
    next = null
    return run()
  }
  return {
    run,
    /** A run that begins after this call, so that it sees every change before it. */
    runAfresh: () => {
      if (!inFlight) return run()
      next ??= inFlight.then(runNext, runNext)
      return next
    },
    /** The run that is under way; null without one. */
    current: () => inFlight,
  }
}
