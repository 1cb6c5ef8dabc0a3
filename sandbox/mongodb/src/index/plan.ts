import { encode } from '../bson/codec.js'
import { type Doc, isDoc } from '../bson/types.js'
import { type Collection, type Index, prefixOf } from '../storage/catalog.js'
import { type FilterBounds, filterBounds, type Interval, impliesCondition, type PathBounds } from './bounds.js'
import { afterPrefix, CUT_PREFIX_BYTES, invert } from './key-encoding.js'

/** From a key (inclusive) to another (exclusive). */
export interface KeyRange {
  start: Buffer
  end: Buffer
}

/** Reads documents by one index. */
export interface IndexScan {
  kind: 'index'
  index: Index
  /** Disjoint, in index order. */
  ranges: KeyRange[]
  isReverse: boolean
  /** Whether the scan returns the requested order. */
  isSorted: boolean
  /** Whether every found document matches, so that the filter is not evaluated again. */
  isExact: boolean
  /** Whether every entry is a different document. */
  isOnePerDocument: boolean
}

/** Reads all documents in insertion order. */
interface CollectionScan {
  kind: 'collection'
  isReverse: boolean
  isSorted: boolean
}

/** The documents of several plans without duplicates. */
interface UnionScan {
  kind: 'union'
  branches: IndexScan[]
  isSorted: boolean
}

export type Plan = IndexScan | CollectionScan | UnionScan

/** Paths and directions, most significant first. */
export type Sort = readonly { path: string; direction: 1 | -1 }[]

/** With more ranges, seeking each one costs more than it saves. */
const MAX_RANGES = 2000

export interface PlanRequest {
  filter: Doc
  sort?: Sort
  hint?: Index | undefined
  /** Insertion order, requested by the hint { $natural: 1 or -1 }. */
  natural?: 1 | -1 | undefined
}

/**
 * Chooses the plan for a filter: the index with the longest prefix of equality conditions, then one that gives the requested
 * order, then one with a range. Otherwise a collection scan.
 */
export function choosePlan(collection: Collection, { filter, sort = [], hint, natural }: PlanRequest): Plan {
  if (natural) return { kind: 'collection', isReverse: natural < 0, isSorted: sort.length === 0 }
  const bounds = filterBounds(filter)
  const candidates = hint ? [hint] : collection.indexes.filter((index) => isUsable(index, filter, bounds))
  let best: { score: number; plan: IndexScan } | undefined
  for (const index of candidates) {
    const found = planIndex(index, bounds, sort)
    if (found && (found.score > (best?.score ?? 0) || (hint && !best))) best = found
  }
  // An $or with an index for every branch is better than an index that only gives the order.
  if (bounds.or && !hint && (best?.score ?? 0) <= SORT_ONLY) {
    const union = planUnion(collection, bounds, sort.length === 0)
    if (union) return union
  }
  return best?.plan ?? { kind: 'collection', isReverse: false, isSorted: sort.length === 0 }
}

const SORT_ONLY = 10

function isUsable(index: Index, filter: Doc, { paths }: FilterBounds): boolean {
  if (index.isBuilding) return false
  if (index.sparse && !index.fields.some(({ path }) => paths.get(path)?.takesMissing === false)) return false
  return !index.partial || isImplied(index.partial, filter)
}

/** Whether a partial index contains all documents that match a filter. */
function isImplied(partial: Doc, filter: Doc): boolean {
  return Object.entries(partial).every(([key, condition]) => {
    if (key === '$and')
      return Array.isArray(condition) && condition.every((branch) => isDoc(branch) && isImplied(branch, filter))
    if (key.startsWith('$')) return false
    return isSameCondition(filter[key], condition) || impliesCondition(filter, key, condition)
  })
}

function isSameCondition(a: unknown, b: unknown): boolean {
  return a !== undefined && encode({ a }).equals(encode({ a: b }))
}

function planIndex(index: Index, bounds: FilterBounds, sort: Sort): { score: number; plan: IndexScan } | undefined {
  const isMultikey = index.arrayPaths.length > 0
  const used: PathBounds[] = []
  const fixed = new Set<string>()
  const usedTops = new Set<string>()
  let equalities = 0
  let hasRange = false
  let combinations = 1
  let isLoose = false
  for (const { path, parts } of index.fields) {
    const all = bounds.paths.get(path)
    const found = index.arrayPaths.includes(path) ? (all?.first ?? all) : all
    const top = parts[0] ?? ''
    if (!found || combinations * found.intervals.length > MAX_RANGES || (isMultikey && usedTops.has(top))) break
    if (found !== all) isLoose = true
    usedTops.add(top)
    used.push(found)
    combinations *= found.intervals.length
    if (!found.isPoints) {
      hasRange = true
      break
    }
    equalities++
    if (found.intervals.length === 1) fixed.add(path)
  }
  const order = sortDirection(index, sort, fixed)
  // With one value for each array path, a document has one entry, and the other fields are in order.
  const isOnePerDocument = index.arrayPaths.every((path) => fixed.has(path))
  const isSortOfArray = sort.some(({ path }) => index.arrayPaths.includes(path))
  const gives = sort.length > 0 && order !== 0 && isOnePerDocument && !isSortOfArray && !index.hasCutKeys
  const score = equalities * 100 + (gives ? 10 : 0) + (hasRange ? 5 : 0)
  if (score === 0 && sort.length > 0 && used.length === 0) return { score, plan: wholeIndex(index, bounds) }
  const isReverse = gives && order < 0
  const usedPaths = new Set(index.fields.slice(0, used.length).map(({ path }) => path))
  const takesMissing = isMultikey && used.some((found) => found.takesMissing)
  const isCovered = [...bounds.paths.keys()].every((path) => usedPaths.has(path))
  return {
    score,
    plan: {
      kind: 'index',
      index,
      ranges: keyRanges(index, used),
      isReverse,
      isSorted: sort.length === 0 || gives,
      isExact: isCovered && !bounds.hasRest && !isLoose && isOnePerDocument && !takesMissing && !index.hasCutKeys,
      isOnePerDocument,
    },
  }
}

function wholeIndex(index: Index, bounds: FilterBounds): IndexScan {
  return {
    kind: 'index',
    index,
    ranges: keyRanges(index, []),
    isReverse: false,
    isSorted: false,
    isExact: bounds.paths.size === 0 && !bounds.hasRest,
    isOnePerDocument: index.arrayPaths.length === 0,
  }
}

/**
 * Whether an index gives an order: 1 forwards, -1 backwards, 0 not. Fields with an equality condition are ignored.
 */
function sortDirection(index: Index, sort: Sort, fixed: Set<string>): 1 | -1 | 0 {
  const fields = index.fields.filter(({ path }) => !fixed.has(path))
  let direction: 1 | -1 | 0 = 0
  let at = 0
  for (const { path, direction: requested } of sort) {
    if (fixed.has(path)) continue
    const field = fields[at++]
    if (field?.path !== path) return 0
    const needed = field.direction === requested ? 1 : -1
    if (direction !== 0 && direction !== needed) return 0
    direction = needed
    // _id is unique: later fields do not affect the order.
    if (index.name === '_id_') return direction
  }
  return direction === 0 ? 1 : direction
}

/** The ranges of an index for the bounds on its first fields. */
function keyRanges(index: Index, bounds: PathBounds[]): KeyRange[] {
  let prefixes: Buffer[] = [prefixOf(index.id)]
  for (let i = 0; i < bounds.length; i++) {
    const isDescending = index.fields[i]?.direction === -1
    const intervals = ordered(bounds[i]?.intervals ?? [], isDescending)
    if (!bounds[i]?.isPoints) {
      return prefixes.flatMap((prefix) => intervals.map((interval) => toRange(prefix, interval, isDescending)))
    }
    prefixes = prefixes.flatMap((prefix) =>
      intervals.map(({ low }) => Buffer.concat([prefix, isDescending ? invert(low) : low])),
    )
  }
  return merged(prefixes.map((prefix) => prefixRange(prefix)))
}

function ordered(intervals: Interval[], isDescending: boolean): Interval[] {
  const sorted = [...intervals].sort((a, b) => Buffer.compare(a.low, b.low))
  return isDescending ? sorted.reverse() : sorted
}

function prefixRange(prefix: Buffer): KeyRange {
  const safe = prefix.length > CUT_PREFIX_BYTES ? prefix.subarray(0, CUT_PREFIX_BYTES) : prefix
  return { start: Buffer.from(safe), end: afterPrefix(safe) }
}

function toRange(prefix: Buffer, { low, isLowClosed, high, isHighClosed }: Interval, isDescending: boolean): KeyRange {
  const [first, isFirstClosed, last, isLastClosed] = isDescending
    ? [invert(high), isHighClosed, invert(low), isLowClosed]
    : [low, isLowClosed, high, isHighClosed]
  const start = Buffer.concat([prefix, first])
  const end = Buffer.concat([prefix, last])
  return {
    start: isFirstClosed || start.length > CUT_PREFIX_BYTES ? start.subarray(0, CUT_PREFIX_BYTES) : afterPrefix(start),
    end: isLastClosed || end.length > CUT_PREFIX_BYTES ? afterPrefix(end.subarray(0, CUT_PREFIX_BYTES)) : end,
  }
}

/** Truncating long bounds can make ranges equal. */
function merged(ranges: KeyRange[]): KeyRange[] {
  return ranges.filter((range, i) => i === 0 || !ranges[i - 1]?.start.equals(range.start))
}

function planUnion(
  collection: Collection,
  { or = [], withoutOr }: FilterBounds,
  isSorted: boolean,
): UnionScan | undefined {
  const branches: IndexScan[] = []
  for (const branch of or) {
    const plan = choosePlan(collection, {
      filter: Object.keys(withoutOr).length > 0 ? { $and: [withoutOr, branch] } : branch,
    })
    if (plan.kind === 'index') branches.push(plan)
    else if (plan.kind === 'union') branches.push(...plan.branches)
    else return undefined
  }
  return { kind: 'union', branches, isSorted }
}
