import { encode } from '../bson/codec.js'
import { approximate } from '../bson/compare.js'
import { type Doc, isDoc, isNumeric } from '../bson/types.js'
import type { Engine } from '../engine.js'
import { MongoError, notSupported } from '../errors.js'
import { compileMatcher, needsNumberTypes } from '../query/match.js'
import { PAUSE, scan } from '../query/scan.js'
import { type Collection, checkNamespace, type Index, type IndexDeclaration, keyPattern } from '../storage/catalog.js'
import type { Command } from './command.js'
import { arrayField, checkFields, numberField, textField } from './fields.js'
import { listReply } from './read/cursor-reply.js'

type Declaration = Omit<IndexDeclaration, 'id'>

const INDEX_FIELDS = ['key', 'name', 'unique', 'sparse', 'partialFilterExpression', 'expireAfterSeconds', 'hidden']
const INDEX_IGNORED = ['background', 'v', 'ns']
const BUILD_STEP = 2000

export const createIndexesCommand: Command = async ({ engine, db, body }) => {
  const name = textField(body, 'createIndexes')
  checkFields('createIndexes', body, ['indexes'], ['commitQuorum'])
  checkNamespace(db, name)
  const declarations = arrayField(body, 'indexes').map(declaration)
  const start = await engine.store.write(() => {
    const isNew = !engine.catalog.find(db, name)
    const collection = engine.catalog.find(db, name) ?? engine.catalog.create(db, name)
    const before = collection.indexes.length
    const missing = declarations.filter((declared) => !isThere(collection, declared))
    const added = missing.map((declared) => engine.catalog.addIndex(collection, declared, true))
    return { collection, before, isNew, added }
  })
  try {
    for (const index of start.added) await build(engine, start.collection, index)
  } catch (error) {
    await engine.store.write(() => {
      for (const index of start.added) engine.catalog.dropIndex(start.collection, index)
    })
    throw error
  }
  return {
    createdCollectionAutomatically: start.isNew,
    numIndexesBefore: start.before,
    numIndexesAfter: start.collection.indexes.length,
    ...(start.added.length === 0 && { note: 'all indexes already exist' }),
  }
}

function declaration(spec: unknown): Declaration {
  if (!isDoc(spec))
    throw new MongoError('TypeMismatch', "BSON field 'createIndexes.indexes' holds something other than objects")
  const { key, name, partialFilterExpression: partial } = spec
  if (!isDoc(key) || Object.keys(key).length === 0)
    throw new MongoError('CannotCreateIndex', 'Index keys cannot be empty.')
  checkFields('createIndexes.indexes', spec, INDEX_FIELDS, INDEX_IGNORED)
  if (spec.hidden === true) throw notSupported('a hidden index')
  for (const [path, direction] of Object.entries(key)) checkKey(path, direction)
  if (partial !== undefined && !isDoc(partial))
    throw new MongoError('TypeMismatch', "The field 'partialFilterExpression' must be an object")
  if (partial) checkPartial(partial)
  if (needsNumberTypes(partial)) throw notSupported('a partial index by int, long or double', 'CannotCreateIndex')
  if (partial && spec.sparse === true) {
    throw new MongoError('CannotCreateIndex', 'cannot mix "partialFilterExpression" and "sparse" options')
  }
  const expireAfterSeconds = numberField(spec, 'expireAfterSeconds')
  if (expireAfterSeconds !== undefined) checkExpiry(key, expireAfterSeconds)
  return {
    key,
    name: typeof name === 'string' && name !== '' ? name : defaultName(key),
    unique: spec.unique === true || isOnlyId(key),
    sparse: spec.sparse === true,
    partial: isDoc(partial) ? partial : undefined,
    expireAfterSeconds,
  }
}

function checkKey(path: string, direction: unknown): void {
  if (typeof direction === 'string') throw notSupported(`an index of type ${direction}`, 'CannotCreateIndex')
  if (!isNumeric(direction) || approximate(direction) === 0 || Number.isNaN(approximate(direction))) {
    throw new MongoError(
      'CannotCreateIndex',
      `Values in the index key pattern cannot be 0 or of type ${typeof direction} (${path})`,
    )
  }
  if (path.includes('$**')) throw notSupported('a wildcard index', 'CannotCreateIndex')
  if (path === '' || path.split('.').includes('') || path.split('.').some((part) => part.startsWith('$'))) {
    throw new MongoError('CannotCreateIndex', `Index key contains an illegal field name: '${path}'`)
  }
}

const PARTIAL_OPERATORS = new Set(['$eq', '$exists', '$gt', '$gte', '$lt', '$lte', '$type', '$in'])

function checkPartial(filter: Doc): void {
  compileMatcher(filter)
  for (const [key, condition] of Object.entries(filter)) {
    if (key === '$and' || key === '$or') {
      if (Array.isArray(condition)) for (const branch of condition) if (isDoc(branch)) checkPartial(branch)
    } else if (key.startsWith('$')) throw unsupportedPartial(key)
    else if (isDoc(condition)) {
      for (const [operator, operand] of Object.entries(condition)) {
        if (
          operator.startsWith('$') &&
          (!PARTIAL_OPERATORS.has(operator) || (operator === '$exists' && operand !== true))
        )
          throw unsupportedPartial(operator)
      }
    }
  }
}

function unsupportedPartial(operator: string): MongoError {
  return new MongoError('CannotCreateIndex', `Expression not supported in partial index: ${operator}`)
}

function checkExpiry(key: Doc, seconds: number): void {
  if (seconds < 0 || seconds > 0x7fffffff)
    throw new MongoError(
      'CannotCreateIndex',
      "TTL index 'expireAfterSeconds' option must be within an acceptable range",
    )
  if (Object.keys(key).length !== 1)
    throw new MongoError(
      'CannotCreateIndex',
      'TTL indexes are single-field indexes, compound indexes do not support TTL',
    )
  if (isOnlyId(key))
    throw new MongoError(
      'CannotCreateIndex',
      "The field 'expireAfterSeconds' is not valid for an _id index specification",
    )
}

const isOnlyId = (key: Doc) => Object.keys(key).length === 1 && key._id !== undefined

function defaultName(key: Doc): string {
  if (isOnlyId(key)) return '_id_'
  return Object.entries(key)
    .map(([path, direction]) => `${path}_${approximate(direction)}`)
    .join('_')
}

/**
 * Whether an equal index exists.
 * @throws IndexOptionsConflict, IndexKeySpecsConflict when a similar index exists
 */
function isThere(collection: Collection, wanted: Declaration): boolean {
  const signs = (key: Doc) =>
    JSON.stringify(Object.entries(key).map(([path, direction]) => [path, Number(direction) < 0 ? -1 : 1]))
  const sameKey = collection.indexes.filter((index) => signs(keyPattern(index)) === signs(wanted.key))
  const sameName = collection.indexes.find((index) => index.name === wanted.name)
  const isSame = (index: Index) =>
    index.unique === (wanted.unique ?? false) &&
    index.sparse === (wanted.sparse ?? false) &&
    index.expireAfterSeconds === wanted.expireAfterSeconds &&
    encode({ partial: index.partial }).equals(encode({ partial: wanted.partial }))
  if (isOnlyId(wanted.key)) return true
  if (sameName && sameKey.includes(sameName)) {
    if (isSame(sameName)) return true
    throw new MongoError(
      'IndexOptionsConflict',
      `An equivalent index already exists with the same name but different options. Requested index: ${show(wanted)}, existing index: ${show(describeIndex(sameName))}`,
    )
  }
  if (sameName) {
    throw new MongoError(
      'IndexKeySpecsConflict',
      `An existing index has the same name as the requested index. When index names are not specified, they are auto generated and can cause conflicts. Please refer to our documentation. Requested index: ${show(wanted)}, existing index: ${show(describeIndex(sameName))}`,
    )
  }
  const equivalent = sameKey.find((index) =>
    encode({ partial: index.partial }).equals(encode({ partial: wanted.partial })),
  )
  if (equivalent) {
    const reason = isSame(equivalent)
      ? 'Index already exists with a different name'
      : 'An equivalent index already exists with a different name and options'
    throw new MongoError('IndexOptionsConflict', `${reason}: ${equivalent.name}. Requested index: ${show(wanted)}`)
  }
  return false
}

const show = (value: unknown) => JSON.stringify(value)

/** Fills an index in several commits. Meanwhile writes update it, and reads do not use it. */
async function build(engine: Engine, collection: Collection, index: Index): Promise<void> {
  const all = scan({
    store: engine.store,
    collection,
    plan: { kind: 'collection', isReverse: false, isSorted: true },
    filter: {},
  })
  let isDone = false
  while (!isDone) {
    isDone = await engine.store.write(() => {
      for (let i = 0; i < BUILD_STEP; i++) {
        const { value, done } = all.next()
        if (done) {
          index.isBuilding = false
          engine.catalog.save(collection)
          return true
        }
        if (value === PAUSE) continue
        const raw = engine.records.read(collection, value.id)
        if (raw) engine.records.addToIndex(collection, index, { id: value.id, raw })
      }
      return false
    })
  }
}

export function describeIndex(index: Index): Doc {
  return {
    v: 2,
    key: keyPattern(index),
    name: index.name,
    ...(index.unique && index.name !== '_id_' && { unique: true }),
    ...(index.sparse && { sparse: true }),
    ...(index.partial && { partialFilterExpression: index.partial }),
    ...(index.expireAfterSeconds !== undefined && { expireAfterSeconds: index.expireAfterSeconds }),
  }
}

function existing(engine: Engine, db: string, name: string): Collection {
  const collection = engine.catalog.find(db, name)
  if (!collection) throw new MongoError('NamespaceNotFound', `ns does not exist: ${db}.${name}`)
  return collection
}

export const listIndexesCommand: Command = async ({ engine, db, body }) => {
  checkFields('listIndexes', body, ['cursor'])
  const name = textField(body, 'listIndexes')
  const listed = existing(engine, db, name).indexes.map(describeIndex)
  return listReply(engine, `${db}.${name}`, listed, body)
}

export const dropIndexesCommand: Command = async ({ engine, db, name: command, body }) => {
  checkFields(command, body, ['index'])
  const name = textField(body, command)
  return engine.store.write((): Doc => {
    const collection = existing(engine, db, name)
    const nIndexesWas = collection.indexes.length
    for (const index of indexesToDrop(collection, body.index)) engine.catalog.dropIndex(collection, index)
    return { nIndexesWas }
  })
}

function indexesToDrop(collection: Collection, which: unknown): Index[] {
  if (which === '*') return collection.indexes.filter(({ name }) => name !== '_id_')
  const names = Array.isArray(which) ? which : [which]
  return names.map((requested) => {
    const index = collection.indexes.find((candidate) =>
      isDoc(requested) ? encode(keyPattern(candidate)).equals(encode(requested)) : candidate.name === requested,
    )
    if (index?.name === '_id_') throw new MongoError('InvalidOptions', 'cannot drop _id index')
    if (!index)
      throw new MongoError(
        'IndexNotFound',
        isDoc(requested)
          ? `can't find index with key: ${show(requested)}`
          : `index not found with name [${String(requested)}]`,
      )
    return index
  })
}
