import type { Doc } from '../bson/types.js'
import { MongoError, notSupported } from '../errors.js'
import { compileMatcher } from '../query/match.js'
import { type Collection, checkNamespace, namespaceOf } from '../storage/catalog.js'
import type { Command } from './command.js'
import { checkFields, countField, docField, flagField, textField } from './fields.js'
import { describeIndex } from './indexes.js'
import { listReply } from './read/cursor-reply.js'

export const createCommand: Command = async ({ engine, db, body }) => {
  const name = textField(body, 'create')
  checkNamespace(db, name)
  for (const option of [
    'capped',
    'timeseries',
    'viewOn',
    'pipeline',
    'validator',
    'clusteredIndex',
    'changeStreamPreAndPostImages',
    'encryptedFields',
    'expireAfterSeconds',
  ]) {
    if (body[option] !== undefined && body[option] !== false) throw notSupported(`a collection with ${option}`)
  }
  checkFields(
    'create',
    body,
    ['capped', 'size', 'max'],
    ['storageEngine', 'indexOptionDefaults', 'validationLevel', 'validationAction', 'autoIndexId', 'idIndex'],
  )
  await engine.store.write(() => {
    // Creating an equal collection again succeeds, as in MongoDB since 7.0.
    if (!engine.catalog.find(db, name)) engine.catalog.create(db, name)
  })
  return {}
}

export const dropCommand: Command = async ({ engine, db, body }) => {
  const name = textField(body, 'drop')
  checkFields('drop', body, [])
  return engine.store.write((): Doc => {
    const collection = engine.catalog.find(db, name)
    // MongoDB 7 succeeds for a missing collection.
    if (!collection) return {}
    const nIndexesWas = collection.indexes.length
    engine.catalog.drop(collection)
    return { nIndexesWas, ns: namespaceOf(collection) }
  })
}

export const dropDatabaseCommand: Command = async ({ engine, db, body }) => {
  checkFields('dropDatabase', body, [])
  return engine.store.write((): Doc => {
    const collections = engine.catalog.list(db)
    for (const collection of collections) engine.catalog.drop(collection)
    return collections.length > 0 ? { dropped: db } : {}
  })
}

export const renameCollectionCommand: Command = async ({ engine, body }) => {
  checkFields('renameCollection', body, ['to', 'dropTarget'])
  const [from, to] = [split(textField(body, 'renameCollection')), split(textField(body, 'to'))]
  checkNamespace(to.db, to.name)
  if (from.db !== to.db) throw notSupported('renaming a collection into another database')
  await engine.store.write(() => {
    const collection = engine.catalog.find(from.db, from.name)
    if (!collection)
      throw new MongoError('NamespaceNotFound', `Source collection ${from.db}.${from.name} does not exist`)
    const target = engine.catalog.find(to.db, to.name)
    if (target && target !== collection) {
      if (!flagField(body, 'dropTarget')) throw new MongoError('NamespaceExists', 'target namespace exists')
      engine.catalog.drop(target)
    }
    engine.catalog.rename(collection, to.name)
  })
  return {}
}

function split(ns: string): { db: string; name: string } {
  const dot = ns.indexOf('.')
  return { db: ns.slice(0, dot), name: ns.slice(dot + 1) }
}

export const listCollectionsCommand: Command = async ({ engine, db, body }) => {
  checkFields('listCollections', body, ['filter', 'nameOnly', 'cursor'], ['authorizedCollections'])
  const isNameOnly = flagField(body, 'nameOnly')
  const matches = compileMatcher(docField(body, 'filter'))
  const listed = engine.catalog
    .list(db)
    .map((collection): Doc => describeCollection(collection))
    .filter(matches)
  const shown = isNameOnly ? listed.map(({ name, type }): Doc => ({ name, type })) : listed
  return listReply(engine, `${db}.$cmd.listCollections`, shown, body)
}

function describeCollection(collection: Collection): Doc {
  const [idIndex] = collection.indexes
  return {
    name: collection.name,
    type: 'collection',
    options: collection.options,
    info: { readOnly: false, uuid: collection.uuid },
    ...(idIndex && { idIndex: describeIndex(idIndex) }),
  }
}

export const listDatabasesCommand: Command = ({ engine, body }) => {
  checkFields('listDatabases', body, ['filter', 'nameOnly'], ['authorizedDatabases'])
  const matches = compileMatcher(docField(body, 'filter'))
  const listed = engine.catalog
    .databases()
    .map((name): Doc => {
      const sizeOnDisk = engine.catalog.list(name).reduce((sum, { bytes }) => sum + bytes, 0)
      return { name, sizeOnDisk, empty: false }
    })
    .filter(matches)
  if (flagField(body, 'nameOnly')) return { databases: listed.map(({ name }) => ({ name })) }
  const totalSize = engine.catalog.list().reduce((sum, { bytes }) => sum + bytes, 0)
  return { databases: listed, totalSize }
}

export const collStatsCommand: Command = ({ engine, db, body }) => {
  checkFields('collStats', body, ['scale'])
  const name = textField(body, 'collStats')
  return statsOf(engine.catalog.find(db, name), `${db}.${name}`, countField(body, 'scale') || 1)
}

/** Sizes are those of the BSON: the disk usage is not known per collection. */
function statsOf(collection: Collection | undefined, ns: string, scale: number): Doc {
  const { count, bytes, indexes } = collection ?? { count: 0, bytes: 0, indexes: [] }
  return {
    ns,
    count,
    size: Math.floor(bytes / scale),
    storageSize: Math.floor(bytes / scale),
    avgObjSize: count > 0 ? Math.floor(bytes / count) : 0,
    nindexes: indexes.length,
    indexSizes: Object.fromEntries(indexes.map(({ name }) => [name, 0])),
    totalIndexSize: 0,
    totalSize: Math.floor(bytes / scale),
    scaleFactor: scale,
    capped: false,
  }
}

export const dbStatsCommand: Command = ({ engine, db, body }) => {
  checkFields('dbStats', body, ['scale'], ['freeStorage'])
  const scale = countField(body, 'scale') || 1
  const collections = engine.catalog.list(db)
  const sum = (of: (collection: Collection) => number) =>
    collections.reduce((total, collection) => total + of(collection), 0)
  const objects = sum(({ count }) => count)
  const dataSize = sum(({ bytes }) => bytes)
  return {
    db,
    collections: collections.length,
    views: 0,
    objects,
    avgObjSize: objects > 0 ? dataSize / objects : 0,
    dataSize: dataSize / scale,
    storageSize: dataSize / scale,
    indexes: sum(({ indexes }) => indexes.length),
    indexSize: 0,
    totalSize: dataSize / scale,
    scaleFactor: scale,
  }
}
