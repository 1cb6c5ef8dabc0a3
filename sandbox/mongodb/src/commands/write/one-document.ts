import { decode, decodePlain, encode, isRegex } from '../../bson/codec.js'
import { type Doc, isDoc } from '../../bson/types.js'
import type { Engine } from '../../engine.js'
import { MongoError } from '../../errors.js'
import { checkDeadline } from '../../query/deadline.js'
import { type FindRequest, find } from '../../query/find.js'
import { type Found, PAUSE } from '../../query/scan.js'
import type { Collection } from '../../storage/catalog.js'
import { documentToUpsert, type Update } from '../../update/update.js'

/** The collection; creates a missing one. Inside a write job. */
export function collectionFor(engine: Engine, db: string, name: string): Collection {
  return engine.catalog.find(db, name) ?? engine.catalog.create(db, name)
}

/** @throws InvalidIdField, DollarPrefixedFieldName */
export function checkId(id: unknown): void {
  const type = Array.isArray(id) ? 'array' : isRegex(id) ? 'regex' : id === undefined ? 'undefined' : undefined
  if (type) throw new MongoError('InvalidIdField', `The '_id' value cannot be of type ${type}`)
  const name = isDoc(id) ? Object.keys(id).find((key) => key.startsWith('$')) : undefined
  if (name !== undefined) {
    throw new MongoError(
      'DollarPrefixedFieldName',
      `_id fields may not contain '$'-prefixed fields: ${name} is not valid for storage.`,
    )
  }
}

/** A change of one document. */
export interface Change {
  filter: Doc
  update: Update
  isUpsert: boolean
  request: Omit<FindRequest, 'filter'>
}

export interface UpdateResult {
  matched: number
  modified: number
  before?: Doc
  after?: Doc
  inserted?: Doc
}

/** The first match. Inside a write job, so that no other write intervenes. */
function findFirst(engine: Engine, collection: Collection | undefined, request: FindRequest): Found | undefined {
  for (const item of find(engine, collection, { ...request, limit: 1 })) {
    if (item !== PAUSE) return item
    checkDeadline()
  }
  return undefined
}

/** Finds and changes one document atomically. Inside a write job. */
export function updateOne(engine: Engine, db: string, name: string, change: Change): UpdateResult {
  const { filter, update, isUpsert, request } = change
  const collection = engine.catalog.find(db, name)
  const found = findFirst(engine, collection, { ...request, filter })
  if (found && collection) return changeFound(engine, collection, found, update)
  if (!isUpsert) return { matched: 0, modified: 0 }
  const inserted = documentToUpsert(update, filter)
  checkId(inserted._id)
  const raw = encode(inserted)
  engine.records.insert(collectionFor(engine, db, name), raw, decodePlain(raw))
  return { matched: 0, modified: 0, inserted }
}

export function changeFound(engine: Engine, collection: Collection, found: Found, update: Update): UpdateResult {
  const before = decode(found.raw)
  const after = update.apply(before)
  const raw = encode(after)
  // An update without effect writes nothing and counts as matched only.
  if (raw.equals(found.raw)) return { matched: 1, modified: 0, before, after }
  engine.records.replace(collection, { id: found.id, raw: found.raw }, raw)
  return { matched: 1, modified: 1, before, after }
}

/** Inside a write job. */
export function deleteOne(engine: Engine, db: string, name: string, request: FindRequest): Found | undefined {
  const collection = engine.catalog.find(db, name)
  const found = findFirst(engine, collection, request)
  if (found && collection) engine.records.remove(collection, found)
  return found
}
