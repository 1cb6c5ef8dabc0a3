import { ObjectId } from 'bson'
import { decode, decodePlain, encode } from '../bson/codec.js'
import { documentOf, elements } from '../bson/raw.js'
import { type Doc, isDoc } from '../bson/types.js'
import type { Engine } from '../engine.js'
import { MongoError } from '../errors.js'
import { type FindRequest, find } from '../query/find.js'
import { compileMatcher } from '../query/match.js'
import { type Found, PAUSE } from '../query/scan.js'
import { parseSort } from '../query/sort.js'
import { type Collection, checkNamespace } from '../storage/catalog.js'
import { parseUpdate, type Update, upserted } from '../update/update.js'
import type { Command, Request } from './command.js'
import { arrayField, checkFields, flagField, numberField, optionalDoc, requiredDoc, textField } from './fields.js'
import { hintOf } from './find.js'

/** How many documents of an updateMany or deleteMany are changed in one commit. */
const MANY_STEP = 500
const INSERT_STEP = 1000

/** The statements of a write command, sent beside the body or in it. */
function statements(request: Request, field: string): Doc[] {
  const sent = request.sequences.get(field)
  if (sent) return sent.map(decode)
  return arrayField(request.body, field).map((statement) => {
    if (isDoc(statement)) return statement
    throw new MongoError('TypeMismatch', `BSON field '${request.name}.${field}' holds something other than objects`)
  })
}

function checkCount(count: number): void {
  if (count < 1 || count > 100_000) {
    throw new MongoError('InvalidOptions', `Write batch sizes must be between 1 and 100000. Got ${count} operations.`)
  }
}

/** The collection, made when it is not there. Inside a write job. */
function collectionFor(engine: Engine, db: string, name: string): Collection {
  return engine.catalog.find(db, name) ?? engine.catalog.create(db, name)
}

interface Outcome {
  reply: Doc
  writeErrors: Doc[]
}

function writeError(index: number, error: unknown): Doc {
  if (!(error instanceof MongoError)) throw error
  return { index, code: error.code, errmsg: error.message, ...error.extra }
}

/** Carries out statements one after another; after an error it goes on only when they are not ordered. */
async function eachStatement(count: number, isOrdered: boolean, run: (index: number) => Promise<void>): Promise<Doc[]> {
  const errors: Doc[] = []
  for (let i = 0; i < count; i++) {
    try {
      await run(i)
    } catch (error) {
      errors.push(writeError(i, error))
      if (isOrdered) break
    }
  }
  return errors
}

function answer({ reply, writeErrors }: Outcome): Doc {
  return writeErrors.length > 0 ? { ...reply, writeErrors } : reply
}

export const insertCommand: Command = async (request) => {
  const { engine, db, body } = request
  const name = textField(body, 'insert')
  checkFields('insert', body, ['documents', 'ordered'], ['bypassDocumentValidation', 'bypassEmptyTsReplacement'])
  checkNamespace(db, name)
  const isOrdered = flagField(body, 'ordered', true)
  const documents = (request.sequences.get('documents') ?? statements(request, 'documents').map(encode)).map(prepared)
  checkCount(documents.length)
  let n = 0
  const writeErrors: Doc[] = []
  // One job for a good many documents; each is inserted or refused by itself.
  for (let at = 0; at < documents.length; at += INSERT_STEP) {
    const part = documents.slice(at, at + INSERT_STEP)
    const done = await engine.store.write(() => insertAll(engine, collectionFor(engine, db, name), part, isOrdered))
    n += done.n
    writeErrors.push(...done.errors.map(({ index, error }) => writeError(at + index, error)))
    if (isOrdered && writeErrors.length > 0) break
  }
  return answer({ reply: { n }, writeErrors })
}

/** Inside a write job. */
function insertAll(engine: Engine, collection: Collection, documents: (Prepared | MongoError)[], isOrdered: boolean) {
  const errors: { index: number; error: unknown }[] = []
  let n = 0
  for (const [index, document] of documents.entries()) {
    try {
      if (document instanceof MongoError) throw document
      engine.records.insert(collection, document.raw, document.document)
      n++
    } catch (error) {
      if (!(error instanceof MongoError)) throw error
      errors.push({ index, error })
      if (isOrdered) break
    }
  }
  return { n, errors }
}

interface Prepared {
  raw: Buffer
  document: Doc
}

/** A document to insert: its _id in front, made when there is none. */
function prepared(sent: Buffer): Prepared | MongoError {
  try {
    const fields = [...elements(sent)]
    const id = fields.find(({ name }) => name === '_id')
    let raw = sent
    if (!id) raw = documentOf([encode({ _id: new ObjectId() }).subarray(4, -1), sent.subarray(4, -1)])
    else if (fields[0] !== id) {
      raw = documentOf([
        sent.subarray(id.at, id.end),
        ...fields.filter((field) => field !== id).map(({ at, end }) => sent.subarray(at, end)),
      ])
    }
    const document = decodePlain(raw)
    checkId(document._id)
    return { raw, document }
  } catch (error) {
    if (error instanceof MongoError) return error
    throw new MongoError(
      { code: 22, name: 'InvalidBSON' },
      `invalid BSON: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
}

/** @throws InvalidIdField for what cannot be an _id */
export function checkId(id: unknown): void {
  if (Array.isArray(id)) throw new MongoError('InvalidIdField', "The '_id' value cannot be of type array")
  if (id instanceof RegExp || (isDoc(id) && id._bsontype === 'BSONRegExp'))
    throw new MongoError('InvalidIdField', "The '_id' value cannot be of type regex")
  if (id === undefined) throw new MongoError('InvalidIdField', "The '_id' value cannot be of type undefined")
}

/** One statement of an update, or what findAndModify says. */
export interface UpdateStatement {
  filter: Doc
  update: Update
  isMulti: boolean
  isUpsert: boolean
  request: Omit<FindRequest, 'filter'>
}

const UPDATE_FIELDS = ['q', 'u', 'multi', 'upsert', 'arrayFilters', 'hint', 'c', 'sort']

function updateStatement(
  statement: Doc,
  variables: Doc | undefined,
  collection: Collection | undefined,
): UpdateStatement {
  checkFields('update.updates', statement, UPDATE_FIELDS)
  const filter = requiredDoc(statement, 'q')
  compileMatcher(filter, variables)
  const constants = { ...variables, ...optionalDoc(statement, 'c') }
  const update = parseUpdate(statement.u, statement.arrayFilters, constants)
  const isMulti = flagField(statement, 'multi')
  if (isMulti && update.isReplacement) {
    throw new MongoError('FailedToParse', 'multi update is not supported for replacement-style update')
  }
  if (isMulti && statement.sort !== undefined)
    throw new MongoError('FailedToParse', 'Cannot specify sort with multi=true')
  return {
    filter,
    update,
    isMulti,
    isUpsert: flagField(statement, 'upsert'),
    request: { sort: parseSort(statement.sort), ...hintOf(statement.hint, collection) },
  }
}

export const updateCommand: Command = async (request) => {
  const { engine, db, body } = request
  const name = textField(body, 'update')
  checkFields('update', body, ['updates', 'ordered', 'let'], ['bypassDocumentValidation', 'bypassEmptyTsReplacement'])
  checkNamespace(db, name)
  const updates = statements(request, 'updates')
  checkCount(updates.length)
  const upsertedIds: Doc[] = []
  let n = 0
  let nModified = 0
  const writeErrors = await eachStatement(updates.length, flagField(body, 'ordered', true), async (index) => {
    const statement = updateStatement(updates[index] ?? {}, optionalDoc(body, 'let'), engine.catalog.find(db, name))
    const result = statement.isMulti
      ? await updateMany(engine, db, name, statement)
      : await engine.store.write(() => updateOne(engine, db, name, statement))
    n += result.matched
    nModified += result.modified
    if (result.inserted) {
      n++
      upsertedIds.push({ index, _id: result.inserted._id })
    }
  })
  return answer({ reply: { n, nModified, ...(upsertedIds.length > 0 && { upserted: upsertedIds }) }, writeErrors })
}

export interface UpdateResult {
  matched: number
  modified: number
  before?: Doc
  after?: Doc
  inserted?: Doc
}

/** The first document found, inside a write job: nothing else is written until the job is done. */
export function firstFound(
  engine: Engine,
  collection: Collection | undefined,
  request: FindRequest,
): Found | undefined {
  for (const item of find(engine, collection, { ...request, limit: 1 })) if (item !== PAUSE) return item
  return undefined
}

/** Finds one document and changes it, in one: nobody else's write comes between. Inside a write job. */
export function updateOne(engine: Engine, db: string, name: string, statement: UpdateStatement): UpdateResult {
  const { filter, update, isUpsert, request } = statement
  const collection = engine.catalog.find(db, name)
  const found = firstFound(engine, collection, { ...request, filter })
  if (found && collection) return change(engine, collection, found, update, filter)
  if (!isUpsert) return { matched: 0, modified: 0 }
  const inserted = upserted(update, filter, new Date())
  checkId(inserted._id)
  const raw = encode(inserted)
  engine.records.insert(collectionFor(engine, db, name), raw, decodePlain(raw))
  return { matched: 0, modified: 0, inserted }
}

function change(engine: Engine, collection: Collection, found: Found, update: Update, filter: Doc): UpdateResult {
  const before = decode(found.raw)
  const after = update.apply(before, { filter, isInsert: false, now: new Date() })
  const raw = encode(after)
  // An update that leaves everything as it was writes nothing, and counts as matched only.
  if (raw.equals(found.raw)) return { matched: 1, modified: 0, before, after }
  engine.records.replace(collection, { id: found.id, raw: found.raw }, raw, decodePlain(raw))
  return { matched: 1, modified: 1, before, after }
}

/** Changes all that match, some hundred in a commit, each document once and whole. */
async function updateMany(engine: Engine, db: string, name: string, statement: UpdateStatement): Promise<UpdateResult> {
  const { filter, update, isUpsert, request } = statement
  const total: UpdateResult = { matched: 0, modified: 0 }
  await changeMany(engine, db, name, { ...request, filter }, (collection, found) => {
    const { modified } = change(engine, collection, found, update, filter)
    total.matched++
    total.modified += modified
  })
  if (total.matched > 0 || !isUpsert) return total
  return engine.store.write(() => updateOne(engine, db, name, statement))
}

/** Goes through all that match, in several commits. A document that has had its turn is not taken again. */
async function changeMany(
  engine: Engine,
  db: string,
  name: string,
  request: FindRequest,
  changeOne: (collection: Collection, found: Found) => void,
): Promise<void> {
  const seen = new Set<number>()
  const collection = engine.catalog.find(db, name)
  if (!collection) return
  const matches = compileMatcher(request.filter)
  const all = find(engine, collection, request)
  let isDone = false
  while (!isDone) {
    await engine.store.write(() => {
      if (engine.catalog.find(db, name) !== collection) {
        isDone = true
        return
      }
      for (let i = 0; i < MANY_STEP; i++) {
        const { value, done } = all.next()
        if (done) {
          isDone = true
          return
        }
        if (value === PAUSE || seen.has(value.id)) continue
        // The scan may have read it in an earlier commit: what counts is what it is now.
        const raw = engine.records.read(collection, value.id)
        if (!raw || (!raw.equals(value.raw) && !matches(decodePlain(raw)))) continue
        seen.add(value.id)
        changeOne(collection, { id: value.id, raw })
      }
    })
  }
}

export const deleteCommand: Command = async (request) => {
  const { engine, db, body } = request
  const name = textField(body, 'delete')
  checkFields('delete', body, ['deletes', 'ordered', 'let'])
  checkNamespace(db, name)
  const deletes = statements(request, 'deletes')
  checkCount(deletes.length)
  let n = 0
  const writeErrors = await eachStatement(deletes.length, flagField(body, 'ordered', true), async (index) => {
    const statement = deletes[index] ?? {}
    checkFields('delete.deletes', statement, ['q', 'limit', 'hint'])
    const filter = requiredDoc(statement, 'q')
    compileMatcher(filter, optionalDoc(body, 'let'))
    const limit = numberField(statement, 'limit')
    if (limit !== 0 && limit !== 1)
      throw new MongoError('FailedToParse', `The limit field in delete objects must be 0 or 1. Got ${limit}`)
    const found = { filter, ...hintOf(statement.hint, engine.catalog.find(db, name)) }
    if (limit === 1) n += await engine.store.write(() => (deleteOne(engine, db, name, found) ? 1 : 0))
    else {
      await changeMany(engine, db, name, found, (collection, record) => {
        engine.records.remove(collection, record)
        n++
      })
    }
  })
  return answer({ reply: { n }, writeErrors })
}

/** Inside a write job. */
export function deleteOne(engine: Engine, db: string, name: string, request: FindRequest): Found | undefined {
  const collection = engine.catalog.find(db, name)
  const found = firstFound(engine, collection, request)
  if (found && collection) engine.records.remove(collection, found)
  return found
}
