import { BSONRegExp } from 'bson'
import { isRegex } from '../bson/codec.js'
import { approximate } from '../bson/compare.js'
import { type Doc, isDoc, ORDER, typeOrder } from '../bson/types.js'
import { isOperatorDoc } from '../query/match.js'
import { encodeValue } from './key-encoding.js'

/** An interval of a field's index bytes. Both ends are key prefixes; a closed end includes all keys with that prefix. */
export interface Interval {
  low: Buffer
  isLowClosed: boolean
  high: Buffer
  isHighClosed: boolean
}

/** The conditions of a filter on one path that an index can use. */
export interface PathBounds {
  /** Ordered and disjoint. One point each when `isPoints`. */
  intervals: Interval[]
  isPoints: boolean
  /** Whether the intervals express the filter on this path completely. */
  isExact: boolean
  /** Whether a document without the path can match. */
  takesMissing: boolean
  /**
   * The first of several conditions, which were intersected. Different elements of an array may satisfy different ones, so
   * only one may restrict an index on the array.
   */
  first?: PathBounds
}

/** A filter as bounds by path, and whether other conditions remain. */
export interface FilterBounds {
  paths: Map<string, PathBounds>
  hasRest: boolean
  /** The branches of a top-level $or. */
  or: Doc[] | undefined
  /** The filter without that $or. */
  withoutOr: Doc
}

/** Extracts the bounds of a filter. Conditions under $and count as top-level conditions. */
export function filterBounds(filter: Doc): FilterBounds {
  const bounds: FilterBounds = { paths: new Map(), hasRest: false, or: undefined, withoutOr: {} }
  collect(filter, bounds)
  return bounds
}

function collect(filter: Doc, bounds: FilterBounds): void {
  for (const [key, condition] of Object.entries(filter)) {
    if (key === '$and' && Array.isArray(condition)) {
      for (const branch of condition) if (isDoc(branch)) collect(branch, bounds)
      const others = condition.filter((branch) => isDoc(branch) && !Object.hasOwn(branch, '$or'))
      if (others.length > 0) bounds.withoutOr.$and = others
    } else if (key === '$or' && Array.isArray(condition) && !bounds.or) {
      bounds.or = condition.filter(isDoc)
      bounds.hasRest = true
    } else if (key === '$comment') bounds.withoutOr[key] = condition
    else {
      bounds.withoutOr[key] = condition
      if (key.startsWith('$')) bounds.hasRest = true
      else addPath(bounds, key, boundsOf(condition))
    }
  }
}

function addPath(bounds: FilterBounds, path: string, found: PathBounds | undefined): void {
  if (!found) {
    bounds.hasRest = true
    return
  }
  if (!found.isExact) bounds.hasRest = true
  const known = bounds.paths.get(path)
  bounds.paths.set(path, known ? intersect(known, found) : found)
}

/** Bounds of one condition, or none that an index can use. */
function boundsOf(condition: unknown): PathBounds | undefined {
  if (!isOperatorDoc(condition)) return isRegex(condition) ? regexBounds(condition) : points([condition])
  let all: PathBounds | undefined
  let isExact = true
  for (const [operator, operand] of Object.entries(condition)) {
    const bounds = operatorBounds(operator, operand, condition)
    if (!bounds) isExact = false
    else all = all ? intersect(all, bounds) : bounds
  }
  return all && { ...all, isExact: all.isExact && isExact }
}

function operatorBounds(operator: string, operand: unknown, whole: Doc): PathBounds | undefined {
  switch (operator) {
    case '$eq':
      return isRegex(operand) ? undefined : points([operand])
    case '$in':
      if (!Array.isArray(operand)) return undefined
      return operand.some(isRegex) ? prefixes(operand) : points(operand)
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      return range(operator, operand)
    case '$exists':
      // An index entry for null covers missing and null values: less precise than the filter.
      return operand === true || operand === 1 ? { ...everything(), isExact: false, takesMissing: false } : undefined
    case '$regex':
      return typeof operand === 'string' || isRegex(operand) ? regexBounds(operand, whole.$options) : undefined
    default:
      return undefined
  }
}

/** Equality with any of some values. Arrays are indexed by their elements, so they have no bounds. */
function points(values: unknown[]): PathBounds | undefined {
  if (values.some(Array.isArray)) return undefined
  const encoded = values.map(encodeValue).sort(Buffer.compare)
  const different = encoded.filter((value, i) => i === 0 || !encoded[i - 1]?.equals(value))
  return {
    intervals: different.map((value) => ({ low: value, isLowClosed: true, high: value, isHighClosed: true })),
    isPoints: true,
    isExact: true,
    takesMissing: values.some((value) => value === null || value === undefined),
  }
}

function range(operator: string, operand: unknown): PathBounds | undefined {
  const order = typeOrder(operand)
  // Comparisons with null, arrays and the like are rare and not a range of an index.
  const isSimple = order !== ORDER.null && order !== ORDER.array && order !== ORDER.minKey && order !== ORDER.maxKey
  if (!isSimple || order === ORDER.regex) return undefined
  if (order === ORDER.number && Number.isNaN(approximate(operand))) return undefined
  const value = encodeValue(operand)
  // Comparisons exclude NaN, which is the first number in the order.
  const first = order === ORDER.number ? encodeValue(Number.NaN) : Buffer.from([order])
  const lowest = { low: first, isLowClosed: order !== ORDER.number }
  const highest = { high: Buffer.from([order]), isHighClosed: true }
  const isClosed = operator.endsWith('e')
  const interval = operator.startsWith('$g')
    ? { low: value, isLowClosed: isClosed, ...highest }
    : { ...lowest, high: value, isHighClosed: isClosed }
  return { intervals: [interval], isPoints: false, isExact: true, takesMissing: false }
}

/** The literal prefix of every match of a regular expression, such as /^abc/. */
function regexBounds(regex: unknown, options?: unknown): PathBounds | undefined {
  const source = regex instanceof RegExp ? regex.source : regex instanceof BSONRegExp ? regex.pattern : String(regex)
  const flags = regex instanceof RegExp ? regex.flags : regex instanceof BSONRegExp ? regex.options : ''
  if (`${flags}${typeof options === 'string' ? options : ''}` !== '') return undefined
  const literal = /^\^([A-Za-z0-9 _@:/,;-]+)/.exec(source)?.[1]
  if (!literal || source.includes('|')) return undefined
  const next = source[literal.length + 1]
  // A quantifier makes the last character optional.
  const prefix = next !== undefined && '*?{+'.includes(next) ? literal.slice(0, -1) : literal
  if (prefix === '') return undefined
  const low = Buffer.concat([Buffer.from([ORDER.string]), Buffer.from(prefix)])
  return {
    intervals: [{ low, isLowClosed: true, high: low, isHighClosed: true }],
    isPoints: false,
    isExact: false,
    takesMissing: false,
  }
}

/** The literal prefixes of several regular expressions. */
function prefixes(operands: unknown[]): PathBounds | undefined {
  const found = operands.map((operand) => (isRegex(operand) ? regexBounds(operand) : undefined))
  const known = found.filter((bounds) => bounds !== undefined)
  if (known.length < found.length) return undefined
  const intervals = known.flatMap((bounds) => bounds.intervals).sort((a, b) => Buffer.compare(a.low, b.low))
  const isWithin = ({ low }: Interval, outer: Interval) => low.subarray(0, outer.low.length).equals(outer.low)
  const disjoint = intervals.filter((each, i) => !intervals.slice(0, i).some((outer) => isWithin(each, outer)))
  return { intervals: disjoint, isPoints: false, isExact: false, takesMissing: false }
}

export function everything(): PathBounds {
  const interval = { low: Buffer.alloc(0), isLowClosed: true, high: Buffer.from([0xff]), isHighClosed: true }
  return { intervals: [interval], isPoints: false, isExact: true, takesMissing: true }
}

function intersect(a: PathBounds, b: PathBounds): PathBounds {
  const intervals: Interval[] = []
  for (const x of a.intervals) {
    for (const y of b.intervals) {
      const common = overlap(x, y)
      if (common) intervals.push(common)
    }
  }
  return {
    intervals,
    isPoints: a.isPoints || b.isPoints,
    isExact: a.isExact && b.isExact,
    takesMissing: a.takesMissing && b.takesMissing,
    first: a.first ?? a,
  }
}

function overlap(a: Interval, b: Interval): Interval | undefined {
  const low = laterLow(a, b)
  const high = earlierHigh(a, b)
  const order = Buffer.compare(low.low, high.high)
  const isPrefix = low.low.subarray(0, high.high.length).equals(high.high)
  const isEmpty = isPrefix ? !high.isHighClosed || (order === 0 && !low.isLowClosed) : order > 0
  if (isEmpty) return undefined
  return { low: low.low, isLowClosed: low.isLowClosed, high: high.high, isHighClosed: high.isHighClosed }
}

function laterLow(a: Interval, b: Interval): Interval {
  const order = Buffer.compare(a.low, b.low)
  if (order === 0) return a.isLowClosed ? b : a
  // An open end that is a prefix of the other end excludes it.
  if (order < 0) return !a.isLowClosed && b.low.subarray(0, a.low.length).equals(a.low) ? a : b
  return !b.isLowClosed && a.low.subarray(0, b.low.length).equals(b.low) ? b : a
}

function earlierHigh(a: Interval, b: Interval): Interval {
  const order = Buffer.compare(a.high, b.high)
  if (order === 0) return a.isHighClosed ? b : a
  // A closed end includes all keys with its prefix, so the longer end is the earlier one.
  if (order < 0) return a.isHighClosed && b.high.subarray(0, a.high.length).equals(a.high) ? b : a
  return b.isHighClosed && a.high.subarray(0, b.high.length).equals(b.high) ? a : b
}

/** Whether all values within a filter's bounds on a path satisfy a partial index's condition on it. */
export function impliesCondition(filter: Doc, path: string, condition: unknown): boolean {
  const given = filterBounds(filter).paths.get(path)
  if (!given) return false
  if (
    isOperatorDoc(condition) &&
    Object.keys(condition).length === 1 &&
    (condition.$exists === true || condition.$exists === 1)
  ) {
    return !given.takesMissing
  }
  if (isOperatorDoc(condition) && Object.keys(condition).length === 1 && Object.hasOwn(condition, '$type')) {
    return typeImplied(given, condition.$type)
  }
  const wanted = boundsOf(condition)
  if (!wanted?.isExact) return false
  return given.intervals.every((interval) => wanted.intervals.some((outer) => contains(outer, interval)))
}

function typeImplied(given: PathBounds, type: unknown): boolean {
  const orders: Record<string, number> = {
    string: ORDER.string,
    number: ORDER.number,
    date: ORDER.date,
    objectId: ORDER.objectId,
    bool: ORDER.boolean,
  }
  const order = typeof type === 'string' ? orders[type] : undefined
  return order !== undefined && given.intervals.every(({ low, high }) => low[0] === order && high[0] === order)
}

function contains(outer: Interval, inner: Interval): boolean {
  const common = overlap(outer, inner)
  if (!common) return false
  return (
    common.low.equals(inner.low) &&
    common.isLowClosed === inner.isLowClosed &&
    common.high.equals(inner.high) &&
    common.isHighClosed === inner.isHighClosed
  )
}
