import { decodePlain } from '../bson/codec.js'
import type { Doc } from '../bson/types.js'
import type { Engine } from '../engine.js'
import { choosePlan, type Plan, type PlanRequest } from '../index/plan.js'
import type { Collection } from '../storage/catalog.js'
import { compileMatcher } from './match.js'
import { type Found, PAUSE, type ScanCounters, scan } from './scan.js'
import { Sorter, sortKeys } from './sort.js'

export interface FindRequest extends PlanRequest {
  skip?: number
  /** Undefined: all. */
  limit?: number
  counters?: ScanCounters
  /** Values for $$names in $expr. */
  variables?: Doc
}

/** Finds documents: chooses a plan, and sorts if the plan does not. A missing collection is empty. */
export function* find(
  engine: Engine,
  collection: Collection | undefined,
  request: FindRequest,
): Generator<Found | typeof PAUSE> {
  // Compile the filter first, so that an invalid one is refused even for an empty collection.
  compileMatcher(request.filter, request.variables)
  if (!collection) return
  const plan = choosePlan(collection, request)
  yield* skipped(
    ordered(engine, collection, request, plan),
    request.skip ?? 0,
    request.limit ?? Number.POSITIVE_INFINITY,
  )
}

function* ordered(
  engine: Engine,
  collection: Collection,
  request: FindRequest,
  plan: Plan,
): Generator<Found | typeof PAUSE> {
  const { filter, sort = [], skip = 0, limit = Number.POSITIVE_INFINITY, counters } = request
  const found = scan({
    store: engine.store,
    collection,
    plan,
    filter,
    ...(request.variables && { variables: request.variables }),
    ...(counters && { counters }),
    ...(plan.isSorted && Number.isFinite(limit) && { expected: skip + limit }),
  })
  if (plan.isSorted) {
    yield* found
    return
  }
  const keys = sortKeys(sort)
  const sorter = new Sorter<Found>(sort, skip + limit)
  for (const item of found) {
    if (item === PAUSE) yield PAUSE
    else sorter.add(keys(item.document ?? decodePlain(item.raw)), { id: item.id, raw: item.raw }, item.raw.length + 200)
  }
  yield* sorter.sorted()
}

function* skipped(found: Iterable<Found | typeof PAUSE>, skip: number, limit: number): Generator<Found | typeof PAUSE> {
  if (limit <= 0) return
  let seen = 0
  for (const item of found) {
    if (item === PAUSE) {
      yield PAUSE
      continue
    }
    seen++
    if (seen > skip) yield item
    if (seen >= skip + limit) return
  }
}

/** The found document, decoded for computation. */
export function documentOfFound({ raw, document }: Found): Doc {
  return document ?? decodePlain(raw)
}
