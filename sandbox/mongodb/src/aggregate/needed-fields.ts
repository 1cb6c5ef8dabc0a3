import { type Doc, isDoc } from '../bson/types.js'

const EVERYTHING = null

/**
 * The top-level fields that a pipeline reads, if its first stage determines them: `$group` and `$count` use only named
 * fields. Names are in the byte form that `pickNamed` compares. Null: all fields.
 */
export function neededFields([first]: Doc[]): ReadonlySet<string> | null {
  if (!first) return EVERYTHING
  if (Object.hasOwn(first, '$count')) return new Set()
  if (!isDoc(first.$group)) return EVERYTHING
  const names = new Set<string>()
  return collect(first.$group, names) ? names : EVERYTHING
}

/** @returns false when the expression means the whole document */
function collect(expression: unknown, names: Set<string>): boolean {
  if (typeof expression === 'string') {
    if (expression.startsWith('$$')) return expression.startsWith('$$NOW')
    if (expression.startsWith('$')) names.add(Buffer.from(expression.slice(1).split('.')[0] ?? '').toString('latin1'))
    return true
  }
  if (Array.isArray(expression)) return expression.every((part) => collect(part, names))
  return isDoc(expression) ? Object.values(expression).every((part) => collect(part, names)) : true
}
