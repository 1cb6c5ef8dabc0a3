import { type Doc, isDoc } from '../bson/types.js'

/**
 * Treatment of an array at the end of a path: `itself` tests the array, `each` tests the array and each element.
 */
type ArrayMode = 'itself' | 'each'

const INDEX = /^(0|[1-9]\d*)$/

/**
 * Whether a test holds for any value at a path. Like MongoDB, paths go through the documents of an array and through
 * positions. A missing value is undefined; an array without documents has no values.
 */
export function someAt(
  root: Doc,
  parts: readonly string[],
  test: (value: unknown) => boolean,
  mode: ArrayMode,
): boolean {
  const [only] = parts
  if (parts.length === 1 && only !== undefined)
    return atEnd(Object.hasOwn(root, only) ? root[only] : undefined, test, mode)
  return walk(root, parts, 0, test, mode)
}

function atEnd(value: unknown, test: (value: unknown) => boolean, mode: ArrayMode): boolean {
  if (test(value)) return true
  return mode === 'each' && Array.isArray(value) && value.some(test)
}

function walk(
  value: unknown,
  parts: readonly string[],
  at: number,
  test: (value: unknown) => boolean,
  mode: ArrayMode,
): boolean {
  const part = parts[at]
  if (part === undefined) return atEnd(value, test, mode)
  if (Array.isArray(value)) {
    if (INDEX.test(part) && Number(part) < value.length && walk(value[Number(part)], parts, at + 1, test, mode))
      return true
    return value.some((element) => isDoc(element) && walk(element, parts, at, test, mode))
  }
  if (isDoc(value) && Object.hasOwn(value, part)) return walk(value[part], parts, at + 1, test, mode)
  return test(undefined)
}

/** All values at a path, including the elements of arrays at its end, for `distinct`. */
export function valuesAt(root: Doc, path: string): unknown[] {
  const values: unknown[] = []
  someAt(
    root,
    path.split('.'),
    (value) => {
      if (value !== undefined && !Array.isArray(value)) values.push(value)
      return false
    },
    'each',
  )
  return values
}

/** The value at a path; arrays are accessed by position only. */
export function valueAtPath(root: unknown, path: string): unknown {
  let value = root
  for (const part of path.split('.')) {
    if (Array.isArray(value) && INDEX.test(part)) value = value[Number(part)]
    else if (isDoc(value) && Object.hasOwn(value, part)) value = value[part]
    else return undefined
  }
  return value
}
