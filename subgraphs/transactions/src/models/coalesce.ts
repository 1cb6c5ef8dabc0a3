/**
 * Runs equal computations once: at most one is under way for a key, and one waits for it. A caller joins only a
 * computation that has not begun, so its result has everything that was written before the caller asked.
 */
export function createCoalescer<T>(): (key: string, compute: () => Promise<T>) => Promise<T> {
  const runs = new Map<string, { current: Promise<T>; next: Promise<T> | null }>()
  const start = (key: string, compute: () => Promise<T>): Promise<T> => {
    const current = compute().finally(() => {
      const run = runs.get(key)
      if (run?.current === current && !run.next) runs.delete(key)
    })
    runs.set(key, { current, next: null })
    return current
  }
  return (key, compute) => {
    const run = runs.get(key)
    if (!run) return start(key, compute)
    const begin = () => start(key, compute)
    run.next ??= run.current.then(begin, begin)
    return run.next
  }
}
