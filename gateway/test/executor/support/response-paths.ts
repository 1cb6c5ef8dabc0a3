/** A place in an answer as people read it, with `@` for any place in a list. */
export function pattern(path: readonly (string | number)[] | undefined): string {
  return (path ?? ['no path']).map((step) => (typeof step === 'number' ? '@' : step)).join('.')
}

/** The places that are null in one answer and were not in another. */
export function newlyNull(before: unknown, after: unknown, path: readonly (string | number)[] = []): string[] {
  if (before === null || before === undefined) return []
  if (after === null || after === undefined) return [path.join('.')]
  if (typeof before !== 'object' || typeof after !== 'object') return []
  return Object.keys(after).flatMap((key) =>
    newlyNull(Reflect.get(before, key), Reflect.get(after, key), [...path, Array.isArray(after) ? Number(key) : key]),
  )
}

/** Whether a path leads to null: what stands there, or something that holds it, is null. */
export function leadsToNull(data: unknown, path: readonly (string | number)[]): boolean {
  let value = data
  for (const step of path) {
    if (value === null || value === undefined) return true
    value = typeof value === 'object' ? Reflect.get(value, step) : undefined
  }
  return value === null || value === undefined
}
