/** Dotted response path, with `@` for any list index. */
export function toPathPattern(path: readonly (string | number)[] | undefined): string {
  return (path ?? ['no path']).map((step) => (typeof step === 'number' ? '@' : step)).join('.')
}

/** Paths that are null after, but not before. */
export function findNewNulls(before: unknown, after: unknown, path: readonly (string | number)[] = []): string[] {
  if (before === null || before === undefined) return []
  if (after === null || after === undefined) return [path.join('.')]
  if (typeof before !== 'object' || typeof after !== 'object') return []
  return Object.keys(after).flatMap((key) =>
    findNewNulls(Reflect.get(before, key), Reflect.get(after, key), [
      ...path,
      Array.isArray(after) ? Number(key) : key,
    ]),
  )
}

/** True when the value at a path, or a parent of it, is null. */
export function leadsToNull(data: unknown, path: readonly (string | number)[]): boolean {
  let value = data
  for (const step of path) {
    if (value === null || value === undefined) return true
    value = typeof value === 'object' ? Reflect.get(value, step) : undefined
  }
  return value === null || value === undefined
}
