import { approximate, compareValues } from '../bson/compare.js'
import { type Doc, isDoc, isNumeric } from '../bson/types.js'
import { MongoError, notSupported } from '../errors.js'
import { EMPTY_ARRAY } from '../index/key-encoding.js'
import type { Sort } from '../index/plan.js'
import { someAt } from './path.js'

/** Memory limit of a sort, as in MongoDB. */
const MAX_SORT_BYTES = 100 * 1024 * 1024

/**
 * Parses a sort: `{ path: 1 | -1 }`.
 * @throws BadValue for other directions
 */
export function parseSort(spec: unknown): Sort {
  if (spec === undefined || spec === null) return []
  if (!isDoc(spec)) throw new MongoError('TypeMismatch', "Expected field 'sort' to be of type object")
  return Object.entries(spec).map(([path, direction]) => {
    if (isDoc(direction)) throw notSupported('$meta in a sort')
    const value = isNumeric(direction) ? approximate(direction) : Number.NaN
    if (value !== 1 && value !== -1) {
      throw new MongoError(
        { code: 15975, name: 'Location15975' },
        '$sort key ordering must be 1 (for ascending) or -1 (for descending)',
      )
    }
    if (path === '' || path.startsWith('$')) throw new MongoError('BadValue', `FieldPath '${path}' is not a field name`)
    return { path, direction: value }
  })
}

/** The sort values of a document: of an array the smallest element, or the largest when descending. */
export function sortKeys(sort: Sort): (document: Doc) => unknown[] {
  const fields = sort.map(({ path, direction }) => ({ parts: path.split('.'), direction }))
  return (document) => fields.map(({ parts, direction }) => sortValue(document, parts, direction))
}

function sortValue(document: Doc, parts: string[], direction: 1 | -1): unknown {
  let best: unknown
  let isFound = false
  const consider = (value: unknown) => {
    if (!isFound || compareKeys(value, best) * direction < 0) best = value
    isFound = true
  }
  someAt(
    document,
    parts,
    (value) => {
      // The elements of the array at the end count, among them arrays as a whole.
      if (!Array.isArray(value)) consider(value)
      else for (const element of value.length === 0 ? [EMPTY_ARRAY] : value) consider(element)
      return false
    },
    'itself',
  )
  return best
}

/** An empty array at the end of a path sorts before null. */
function compareKeys(a: unknown, b: unknown): number {
  if (a === EMPTY_ARRAY || b === EMPTY_ARRAY) return Number(a !== EMPTY_ARRAY) - Number(b !== EMPTY_ARRAY)
  return compareValues(a, b)
}

function compareBy(sort: Sort): (a: unknown[], b: unknown[]) => number {
  return (a, b) => {
    for (let i = 0; i < sort.length; i++) {
      const order = compareKeys(a[i], b[i])
      if (order !== 0) return order * (sort[i]?.direction ?? 1)
    }
    return 0
  }
}

/** Sorts added items; with a limit keeps only the first ones. */
export class Sorter<T> {
  readonly #compare: (a: unknown[], b: unknown[]) => number
  readonly #limit: number
  #items: { keys: unknown[]; item: T; bytes: number; at: number }[] = []
  #bytes = 0
  #added = 0

  constructor(sort: Sort, limit = Number.POSITIVE_INFINITY) {
    this.#compare = compareBy(sort)
    this.#limit = limit
  }

  /**
   * @param bytes approximate memory of the item
   * @throws QueryExceededMemoryLimitNoDiskUseAllowed
   */
  add(keys: unknown[], item: T, bytes: number): void {
    this.#items.push({ keys, item, bytes, at: this.#added++ })
    this.#bytes += bytes
    if (this.#items.length > this.#limit * 2 + 1000) this.#prune()
    if (this.#bytes > MAX_SORT_BYTES) {
      this.#prune()
      if (this.#bytes > MAX_SORT_BYTES) {
        throw new MongoError(
          'QueryExceededMemoryLimitNoDiskUseAllowed',
          `Sort exceeded memory limit of ${MAX_SORT_BYTES} bytes, and the embedded database does not sort on disk`,
        )
      }
    }
  }

  #prune(): void {
    this.#items.sort((a, b) => this.#compare(a.keys, b.keys) || a.at - b.at)
    for (const { bytes } of this.#items.splice(Math.min(this.#limit, this.#items.length))) this.#bytes -= bytes
  }

  *sorted(): Generator<T> {
    this.#prune()
    for (const { item } of this.#items) yield item
  }
}
