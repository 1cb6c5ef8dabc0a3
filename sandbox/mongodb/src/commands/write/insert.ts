import { ObjectId } from 'bson'
import { decodePlain, encode } from '../../bson/codec.js'
import { documentOf, elements } from '../../bson/raw.js'
import type { Doc } from '../../bson/types.js'
import type { Engine } from '../../engine.js'
import { MongoError } from '../../errors.js'
import { type Collection, checkNamespace } from '../../storage/catalog.js'
import type { Command } from '../command.js'
import { checkFields, flagField, textField } from '../fields.js'
import { checkId, collectionFor } from './one-document.js'
import { checkCount, statements, writeError, writeReply } from './statements.js'

/** Maximum documents per commit, because readers wait meanwhile. */
const INSERT_STEP = 250

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
  // One write job for many documents; each is inserted or refused separately.
  for (let at = 0; at < documents.length; at += INSERT_STEP) {
    const part = documents.slice(at, at + INSERT_STEP)
    const done = await engine.store.write(() =>
      engine.retryableWrites.during(request.retry, (results) =>
        insertAll(engine, collectionFor(engine, db, name), part, isOrdered, { results, first: at }),
      ),
    )
    n += done.n
    writeErrors.push(...done.errors.map(({ index, error }) => writeError(at + index, error)))
    if (isOrdered && writeErrors.length > 0) break
  }
  return writeReply({ n }, writeErrors)
}

/** Inside a write job. */
function insertAll(
  engine: Engine,
  collection: Collection,
  documents: (Prepared | MongoError)[],
  isOrdered: boolean,
  known: { results: Map<string, Doc>; first: number },
) {
  const errors: { index: number; error: unknown }[] = []
  let n = 0
  for (const [index, document] of documents.entries()) {
    try {
      if (document instanceof MongoError) throw document
      const statement = String(known.first + index)
      if (!known.results.has(statement)) engine.records.insert(collection, document.raw, document.document)
      known.results.set(statement, {})
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

/** A document to insert, with its _id first; creates a missing _id. */
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
