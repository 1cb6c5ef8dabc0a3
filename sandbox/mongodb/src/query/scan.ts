import { decodePlain } from '../bson/codec.js'
import type { Doc } from '../bson/types.js'
import { afterPrefix } from '../index/key-encoding.js'
import type { IndexScan, KeyRange, Plan } from '../index/plan.js'
import { type Collection, prefixOf } from '../storage/catalog.js'
import { docKey, type StoredRecord } from '../storage/records.js'
import type { Store } from '../storage/store.js'
import { compileMatcher, decoderFor } from './match.js'

/** Numbers of examined entries and documents. */
export interface ScanCounters {
  keysExamined: number
  docsExamined: number
}

interface ScanRequest {
  store: Store
  collection: Collection
  plan: Plan
  filter: Doc
  /** Values for $$names in $expr. */
  variables?: Doc
  counters?: ScanCounters
  /** Expected number of documents: limits the first step. */
  expected?: number
}

/** A match; `document` is set if matching decoded it for computation. */
export interface Found extends StoredRecord {
  document?: Doc
}

/** Yielded by a step without a match, so that the reader can let others run. */
export const PAUSE = Symbol('pause')

const FIRST_STEP = 64
/** Entries read without yielding; takes a few milliseconds. */
const LARGEST_STEP = 64

/**
 * Finds documents in steps. Each step opens and closes a read transaction on the current state: an idle scan keeps no old
 * pages alive and, like MongoDB's cursors, may see later writes.
 */
export function* scan(request: ScanRequest): Generator<Found | typeof PAUSE> {
  const { plan, filter } = request
  const counters = request.counters ?? { keysExamined: 0, docsExamined: 0 }
  const isExact = plan.kind === 'index' && plan.isExact
  const matches = isExact || Object.keys(filter).length === 0 ? undefined : compileMatcher(filter, request.variables)
  const decodeFound = decoderFor(filter)
  for (const step of steps(request, counters)) {
    for (const found of step) {
      counters.docsExamined++
      if (!matches) {
        yield found
        continue
      }
      const document = decodeFound(found.raw)
      if (matches(document)) yield decodeFound === decodePlain ? { ...found, document } : found
    }
    yield PAUSE
  }
}

function* steps(request: ScanRequest, counters: ScanCounters): Generator<StoredRecord[]> {
  const { plan } = request
  if (plan.kind === 'collection') yield* collectionSteps(request, plan.isReverse)
  else if (plan.kind === 'index')
    yield* indexSteps(request, plan, counters, plan.isOnePerDocument ? undefined : new Set())
  else {
    const seen = new Set<number>()
    for (const branch of plan.branches) yield* indexSteps(request, branch, counters, seen)
  }
}

function* collectionSteps({ store, collection, expected }: ScanRequest, isReverse: boolean): Generator<StoredRecord[]> {
  const first = prefixOf(collection.id)
  const range = { start: first, end: afterPrefix(first) }
  yield* rangeSteps({ table: store.docs, range, isReverse, expected }, (entries) =>
    entries.map(({ key, value }) => ({ id: key.readUIntBE(4, 6), raw: value })),
  )
}

function* indexSteps(
  { store, collection, expected }: ScanRequest,
  { ranges, isReverse }: IndexScan,
  counters: ScanCounters,
  seen: Set<number> | undefined,
): Generator<StoredRecord[]> {
  for (const range of isReverse ? [...ranges].reverse() : ranges) {
    yield* rangeSteps({ table: store.index, range, isReverse, expected }, (entries) => {
      counters.keysExamined += entries.length
      const found: StoredRecord[] = []
      for (const { value } of entries) {
        const id = value.readUIntBE(0, 6)
        if (seen?.has(id)) continue
        seen?.add(id)
        const raw = store.docs.get(docKey(collection.id, id))
        if (raw) found.push({ id, raw })
      }
      return found
    })
  }
}

interface Entry {
  key: Buffer
  value: Buffer
}

interface Stretch {
  table: Store['docs']
  range: KeyRange
  isReverse: boolean
  expected: number | undefined
}

function* rangeSteps<T>(
  { table, range, isReverse, expected }: Stretch,
  read: (entries: Entry[]) => T[],
): Generator<T[]> {
  let { start, end } = range
  let size = Math.min(expected ?? FIRST_STEP, FIRST_STEP)
  while (Buffer.compare(start, end) < 0) {
    const entries = isReverse ? readBackwards(table, start, end, size) : readForwards(table, start, end, size)
    const last = entries.at(-1)
    if (!last) return
    yield read(entries)
    if (entries.length < size) return
    if (isReverse) end = last.key
    else start = Buffer.concat([last.key, Buffer.from([0])])
    size = Math.min(Math.max(size * 2, FIRST_STEP), LARGEST_STEP)
  }
}

function readForwards(table: Store['docs'], start: Buffer, end: Buffer, limit: number): Entry[] {
  return [...table.getRange({ start, end, limit })]
}

/** LMDB's reverse range is from `start` (inclusive) down to `end` (exclusive): the opposite of KeyRange. */
function readBackwards(table: Store['docs'], start: Buffer, end: Buffer, limit: number): Entry[] {
  return [...table.getRange({ start: end, exclusiveStart: true, end: start, inclusiveEnd: true, reverse: true, limit })]
}
