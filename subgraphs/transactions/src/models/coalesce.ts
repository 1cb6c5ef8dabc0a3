interface Run<T> {
  current: Promise<T>
  next: Promise<T> | null
  /** The computation of the latest caller, which has the latest deadline. */
  compute: () => Promise<T>
}

/**
 * Coalesces equal computations: for each key at most one runs and at most one waits for it. A caller joins only a
 * computation that has not started, so the result includes every write before the call.
 */
export function createCoalescer<T>(): (key: string, compute: () => Promise<T>) => Promise<T> {
  const runs = new Map<string, Run<T>>()
  const start = (key: string, compute: () => Promise<T>): Promise<T> => {
    const current = compute().finally(() => {
      const run = runs.get(key)
      if (run?.current === current && !run.next) runs.delete(key)
    })
    runs.set(key, { current, next: null, compute })
    return current
  }
  return (key, compute) => {
    const run = runs.get(key)
    if (!run) return start(key, compute)
    run.compute = compute
    const begin = () => start(key, run.compute)
    run.next ??= run.current.then(begin, begin)
    return run.next
  }
}
