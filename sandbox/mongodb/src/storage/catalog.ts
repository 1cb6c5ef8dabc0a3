import { randomUUID } from 'node:crypto'
import { UUID } from 'bson'
import { decode, encode } from '../bson/codec.js'
import { type Doc, isDoc } from '../bson/types.js'
import { MongoError } from '../errors.js'
import { afterPrefix } from '../index/key-encoding.js'
import type { Store } from './store.js'

/** Declaration and state of an index. */
export interface Index {
  readonly id: number
  readonly name: string
  /** Paths and directions, in order. */
  readonly fields: readonly IndexField[]
  readonly unique: boolean
  readonly sparse: boolean
  readonly partial: Doc | undefined
  readonly expireAfterSeconds: number | undefined
  /** The paths on which a document has had an array; with any, a document may have several entries. */
  arrayPaths: readonly string[]
  /** Whether a key was truncated, so that the order of such keys is not reliable. */
  hasCutKeys: boolean
  /** Being built: writes update it, reads do not use it. */
  isBuilding: boolean
}

export interface IndexField {
  readonly path: string
  readonly parts: readonly string[]
  readonly direction: 1 | -1
}

export interface Collection {
  readonly id: number
  readonly db: string
  name: string
  readonly uuid: UUID
  readonly options: Doc
  indexes: Index[]
  count: number
  bytes: number
  nextRecordId: number
}

export const namespaceOf = ({ db, name }: { db: string; name: string }) => `${db}.${name}`

/** Collections and indexes. Changes happen inside a write job, on disk and in memory together. */
export class Catalog {
  readonly #store: Store
  readonly #collections = new Map<string, Collection>()
  #nextId = 1
  readonly #counted = new Set<Collection>()

  constructor(store: Store) {
    this.#store = store
    this.load()
    this.#dropUnfinished()
    store.beforeCommit = () => this.#saveCounts()
    store.afterAbort = () => this.load()
  }

  /** Reads everything from disk. Updates existing handles in place. */
  load(): void {
    const before = new Map(this.#collections)
    this.#collections.clear()
    this.#counted.clear()
    const { meta } = this.#store
    this.#nextId = Number(meta.get(Buffer.from('next'))?.readDoubleBE() ?? 1)
    for (const { key, value } of meta.getRange({ start: Buffer.from('c'), end: Buffer.from('d') })) {
      const loaded = this.#read(decode(value), meta.get(countKey(key.readUInt32BE(1))))
      const known = before.get(namespaceOf(loaded))
      if (known?.id === loaded.id) Object.assign(known, loaded)
      this.#collections.set(namespaceOf(loaded), known?.id === loaded.id ? known : loaded)
    }
  }

  #read(record: Doc, counts: Buffer | undefined): Collection {
    const id = Number(record.id)
    return {
      id,
      db: String(record.db),
      name: String(record.name),
      uuid: record.uuid instanceof UUID ? record.uuid : new UUID(randomUUID()),
      options: isDoc(record.options) ? record.options : {},
      indexes: Array.isArray(record.indexes) ? record.indexes.filter(isDoc).map(readIndex) : [],
      count: counts?.readDoubleBE(0) ?? 0,
      bytes: counts?.readDoubleBE(8) ?? 0,
      nextRecordId: this.#lastRecordId(id) + 1,
    }
  }

  #lastRecordId(id: number): number {
    const start = prefixOf(id)
    for (const key of this.#store.docs.getKeys({ start: afterPrefix(start), end: start, reverse: true, limit: 2 })) {
      if (key.readUInt32BE(0) === id) return key.readUIntBE(4, 6)
    }
    return 0
  }

  /** An index whose build was interrupted is incomplete. */
  #dropUnfinished(): void {
    for (const collection of this.list()) {
      for (const index of collection.indexes.filter(({ isBuilding }) => isBuilding)) this.dropIndex(collection, index)
    }
  }

  find(db: string, name: string): Collection | undefined {
    return this.#collections.get(`${db}.${name}`)
  }

  list(db?: string): Collection[] {
    const all = [...this.#collections.values()]
    return db === undefined ? all : all.filter((collection) => collection.db === db)
  }

  databases(): string[] {
    return [...new Set(this.list().map(({ db }) => db))].sort()
  }

  /** Creates a collection with its _id index. Call inside a write job, after `checkNamespace`. */
  create(db: string, name: string, options: Doc = {}): Collection {
    const collection: Collection = {
      id: this.#newId(),
      db,
      name,
      uuid: new UUID(randomUUID()),
      options,
      indexes: [],
      count: 0,
      bytes: 0,
      nextRecordId: 1,
    }
    collection.indexes.push(newIndex({ id: this.#newId(), name: '_id_', key: { _id: 1 }, unique: true }))
    this.#collections.set(namespaceOf(collection), collection)
    this.save(collection)
    return collection
  }

  /** Removes a collection from the catalog; background tasks remove its documents and index entries. */
  drop(collection: Collection): void {
    this.#collections.delete(namespaceOf(collection))
    this.#counted.delete(collection)
    this.#store.meta.removeSync(recordKey(collection.id))
    this.#store.meta.removeSync(countKey(collection.id))
    this.#discard('d', collection.id)
    for (const index of collection.indexes) this.#discard('i', index.id)
  }

  rename(collection: Collection, name: string): void {
    this.#collections.delete(namespaceOf(collection))
    collection.name = name
    this.#collections.set(namespaceOf(collection), collection)
    this.save(collection)
  }

  addIndex(collection: Collection, declaration: Omit<IndexDeclaration, 'id'>, isBuilding: boolean): Index {
    const index = newIndex({ ...declaration, id: this.#newId() })
    index.isBuilding = isBuilding
    collection.indexes = [...collection.indexes, index]
    this.save(collection)
    return index
  }

  dropIndex(collection: Collection, index: Index): void {
    collection.indexes = collection.indexes.filter((other) => other !== index)
    this.save(collection)
    this.#discard('i', index.id)
  }

  save(collection: Collection): void {
    const { id, db, name, uuid, options, indexes } = collection
    this.#store.meta.putSync(recordKey(id), encode({ id, db, name, uuid, options, indexes: indexes.map(writeIndex) }))
  }

  /** Marks a collection's counters as changed; the commit writes them. */
  counted(collection: Collection): void {
    this.#counted.add(collection)
  }

  #saveCounts(): void {
    for (const { id, count, bytes } of this.#counted) {
      const value = Buffer.allocUnsafe(16)
      value.writeDoubleBE(count, 0)
      value.writeDoubleBE(bytes, 8)
      this.#store.meta.putSync(countKey(id), value)
    }
    this.#counted.clear()
  }

  /**
   * Removes some data of dropped collections and indexes. Call inside a write job.
   * @returns whether more remains
   */
  clearSome(limit: number): boolean {
    const { meta, docs, index } = this.#store
    for (const key of meta.getKeys({ start: Buffer.from('g'), end: Buffer.from('h') })) {
      const table = key[1] === 0x64 ? docs : index
      const prefix = key.subarray(2)
      const keys = [...table.getKeys({ start: prefix, end: afterPrefix(prefix), limit })]
      for (const dropped of keys) table.removeSync(dropped)
      if (keys.length < limit) meta.removeSync(key)
      return true
    }
    return false
  }

  #newId(): number {
    const id = this.#nextId++
    const value = Buffer.allocUnsafe(8)
    value.writeDoubleBE(this.#nextId)
    this.#store.meta.putSync(Buffer.from('next'), value)
    return id
  }

  #discard(kind: 'd' | 'i', id: number): void {
    this.#store.meta.putSync(Buffer.concat([Buffer.from(`g${kind}`), prefixOf(id)]), Buffer.from([1]))
  }
}

export interface IndexDeclaration {
  id: number
  name: string
  key: Doc
  unique?: boolean
  sparse?: boolean
  partial?: Doc | undefined
  expireAfterSeconds?: number | undefined
}

/** A new index. The caller validates the directions. */
function newIndex({ id, name, key, unique, sparse, partial, expireAfterSeconds }: IndexDeclaration): Index {
  return {
    id,
    name,
    fields: Object.entries(key).map(([path, direction]) => ({
      path,
      parts: path.split('.'),
      direction: Number(direction) < 0 ? -1 : 1,
    })),
    unique: unique ?? false,
    sparse: sparse ?? false,
    partial,
    expireAfterSeconds,
    arrayPaths: [],
    hasCutKeys: false,
    isBuilding: false,
  }
}

/** An index's key pattern in MongoDB's form. */
export function keyPattern(index: Index): Doc {
  return Object.fromEntries(index.fields.map(({ path, direction }) => [path, direction]))
}

function readIndex(record: Doc): Index {
  const { id, name, fields, unique, sparse, partial, expireAfterSeconds } = record
  const pairs = Array.isArray(fields) ? fields.filter(Array.isArray) : []
  return {
    ...newIndex({
      id: Number(id),
      name: String(name),
      key: Object.fromEntries(pairs.map(([path, direction]) => [String(path), Number(direction)])),
      unique: unique === true,
      sparse: sparse === true,
      partial: isDoc(partial) ? partial : undefined,
      expireAfterSeconds: typeof expireAfterSeconds === 'number' ? expireAfterSeconds : undefined,
    }),
    arrayPaths: readArrayPaths(record, pairs),
    hasCutKeys: record.hasCutKeys === true,
    isBuilding: record.isBuilding === true,
  }
}

/** A catalog of an earlier version has one flag for all paths. */
function readArrayPaths({ arrayPaths, isMultikey }: Doc, fields: unknown[][]): string[] {
  if (Array.isArray(arrayPaths)) return arrayPaths.map(String)
  return isMultikey === true ? fields.map(([path]) => String(path)) : []
}

function writeIndex({ fields, partial, expireAfterSeconds, ...index }: Index): Doc {
  return {
    ...index,
    arrayPaths: [...index.arrayPaths],
    fields: fields.map(({ path, direction }) => [path, direction]),
    partial: partial ?? null,
    expireAfterSeconds: expireAfterSeconds ?? null,
  }
}

/** The four-byte key prefix of a collection's documents or an index's entries. */
export function prefixOf(id: number): Buffer {
  const prefix = Buffer.allocUnsafe(4)
  prefix.writeUInt32BE(id)
  return prefix
}

const recordKey = (id: number) => Buffer.concat([Buffer.from('c'), prefixOf(id)])
const countKey = (id: number) => Buffer.concat([Buffer.from('n'), prefixOf(id)])

/** @throws InvalidNamespace for a name that MongoDB refuses */
export function checkNamespace(db: string, name: string): void {
  const isBadDatabase = db === '' || db.length > 63 || /[/\\. "$*<>:|?\0]/.test(db)
  const isBadName =
    name === '' || name.includes('$') || name.includes('\0') || name.startsWith('.') || name.endsWith('.')
  if (isBadDatabase || isBadName || `${db}.${name}`.length > 255) {
    throw new MongoError('InvalidNamespace', `Invalid namespace specified '${db}.${name}'`)
  }
  if (name.startsWith('system.')) throw new MongoError('InvalidNamespace', `cannot write to '${db}.${name}'`)
}
