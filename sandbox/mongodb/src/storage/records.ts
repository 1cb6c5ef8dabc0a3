import { decodePlain, MAX_DOCUMENT_BYTES, tooLarge } from '../bson/codec.js'
import { elements } from '../bson/raw.js'
import type { Doc } from '../bson/types.js'
import { MongoError } from '../errors.js'
import { type IndexKeys, indexKeys } from '../index/index-keys.js'
import { valueAtPath } from '../query/path.js'
import { type Catalog, type Collection, type Index, keyPattern, namespaceOf } from './catalog.js'
import type { Store } from './store.js'

/** A stored document: its key and its BSON. */
export interface StoredRecord {
  id: number
  raw: Buffer
}

/** A document's key in the table of documents. Record ids increase, so a collection is in insertion order. */
export function docKey(collectionId: number, recordId: number): Buffer {
  const key = Buffer.allocUnsafe(10)
  key.writeUInt32BE(collectionId)
  key.writeUIntBE(recordId, 4, 6)
  return key
}

function recordIdValue(recordId: number): Buffer {
  const value = Buffer.allocUnsafe(6)
  value.writeUIntBE(recordId, 0, 6)
  return value
}

/** In a non-unique index the record id makes each entry's key unique. */
function entryKey(index: Index, key: Buffer, recordId: number): Buffer {
  return index.unique ? key : Buffer.concat([key, recordIdValue(recordId)])
}

/** Writes documents with their index entries. Use inside a write job only. */
export class Records {
  readonly #store: Store
  readonly #catalog: Catalog

  constructor(store: Store, catalog: Catalog) {
    this.#store = store
    this.#catalog = catalog
  }

  read(collection: Collection, recordId: number): Buffer | undefined {
    return this.#store.docs.get(docKey(collection.id, recordId))
  }

  /**
   * @param document `raw` decoded
   * @throws DuplicateKey before anything is written
   */
  insert(collection: Collection, raw: Buffer, document: Doc): number {
    checkSize(raw)
    const entries = collection.indexes.map((index) => ({ index, made: indexKeys(index, document) }))
    for (const { index, made } of entries) this.#checkUnique(collection, index, made.keys, undefined, document)
    const recordId = collection.nextRecordId++
    this.#store.docs.putSync(docKey(collection.id, recordId), raw)
    for (const { index, made } of entries) this.#addEntries(collection, index, made, made.keys, recordId)
    collection.count++
    collection.bytes += raw.length
    this.#catalog.counted(collection)
    return recordId
  }

  /** @throws DuplicateKey before anything is written */
  replace(collection: Collection, old: StoredRecord, raw: Buffer): void {
    checkSize(raw)
    // Most updates change few fields: only the indexes of these are compared.
    const changed = changedFields(old.raw, raw)
    const touched = collection.indexes.filter((index) => dependsOn(index, changed))
    const document = touched.length > 0 ? decodePlain(raw) : {}
    const before = touched.length > 0 ? decodePlain(old.raw) : {}
    const changes = touched.map((index) => {
      const made = indexKeys(index, document)
      const previous = indexKeys(index, before).keys
      return { index, made, added: without(made.keys, previous), removed: without(previous, made.keys) }
    })
    for (const { index, added } of changes) this.#checkUnique(collection, index, added, old.id, document)
    this.#store.docs.putSync(docKey(collection.id, old.id), raw)
    for (const { index, made, added, removed } of changes) {
      for (const key of removed) this.#store.index.removeSync(entryKey(index, key, old.id))
      this.#addEntries(collection, index, made, added, old.id)
    }
    collection.bytes += raw.length - old.raw.length
    this.#catalog.counted(collection)
  }

  remove(collection: Collection, { id, raw }: StoredRecord): void {
    const document = decodePlain(raw)
    this.#store.docs.removeSync(docKey(collection.id, id))
    for (const index of collection.indexes) {
      for (const key of indexKeys(index, document).keys) this.#store.index.removeSync(entryKey(index, key, id))
    }
    collection.count--
    collection.bytes -= raw.length
    this.#catalog.counted(collection)
  }

  /** Adds a stored document to an index that is being built. */
  addToIndex(collection: Collection, index: Index, { id, raw }: StoredRecord): void {
    const document = decodePlain(raw)
    const made = indexKeys(index, document)
    this.#checkUnique(collection, index, made.keys, id, document)
    this.#addEntries(collection, index, made, made.keys, id)
  }

  #addEntries(collection: Collection, index: Index, made: IndexKeys, keys: Buffer[], recordId: number): void {
    const value = recordIdValue(recordId)
    for (const key of keys) this.#store.index.putSync(entryKey(index, key, recordId), value)
    const newPaths = made.arrayPaths.filter((path) => !index.arrayPaths.includes(path))
    if (newPaths.length > 0 || (made.isCut && !index.hasCutKeys)) {
      index.arrayPaths = [...index.arrayPaths, ...newPaths]
      index.hasCutKeys ||= made.isCut
      this.#catalog.save(collection)
    }
  }

  #checkUnique(collection: Collection, index: Index, keys: Buffer[], own: number | undefined, document: Doc): void {
    if (!index.unique) return
    for (const key of keys) {
      const holder = this.#store.index.get(key)
      if (holder && holder.readUIntBE(0, 6) !== own) throw duplicateKey(collection, index, document)
    }
  }
}

/** Returns the top-level fields that differ byte by byte. */
function changedFields(before: Buffer, after: Buffer): ReadonlySet<string> {
  const changed = new Set<string>()
  const known = new Map<string, Buffer>()
  for (const { name, at, end } of elements(before)) known.set(name, before.subarray(at, end))
  for (const { name, at, end } of elements(after)) {
    const old = known.get(name)
    known.delete(name)
    if (old?.compare(after, at, end) !== 0) changed.add(name)
  }
  for (const name of known.keys()) changed.add(name)
  return changed
}

/** True when a change of these fields can change a document's entries in the index. */
function dependsOn({ fields, partial }: Index, changed: ReadonlySet<string>): boolean {
  const conditions = Object.keys(partial ?? {})
  // An operator such as $and names its fields at a deeper level.
  if (conditions.some((name) => name.startsWith('$'))) return true
  return [...fields.map(({ path }) => path), ...conditions].some((path) => changed.has(path.split('.')[0] ?? ''))
}

function checkSize(raw: Buffer): void {
  if (raw.length > MAX_DOCUMENT_BYTES) throw tooLarge(raw.length)
}

function without(keys: Buffer[], others: Buffer[]): Buffer[] {
  return keys.filter((key) => !others.some((other) => other.equals(key)))
}

/** MongoDB's E11000 with the index and the duplicate value. */
function duplicateKey(collection: Collection, index: Index, document: Doc): MongoError {
  const keyValue = Object.fromEntries(index.fields.map(({ path }) => [path, valueAtPath(document, path) ?? null]))
  const shown = Object.entries(keyValue).map(([path, value]) => `${path}: ${showValue(value)}`)
  return new MongoError(
    'DuplicateKey',
    `E11000 duplicate key error collection: ${namespaceOf(collection)} index: ${index.name} dup key: { ${shown.join(', ')} }`,
    { keyPattern: keyPattern(index), keyValue },
  )
}

function showValue(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (value instanceof Date) return `new Date(${value.getTime()})`
  if (typeof value === 'object' && value !== null && '_bsontype' in value && value._bsontype === 'ObjectId') {
    return `ObjectId('${String(value)}')`
  }
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
