import type { Doc } from '../../bson/types.js'
import type { Engine } from '../../engine.js'
import { MongoError } from '../../errors.js'
import { compileMatcher } from '../../query/match.js'
import type { Found } from '../../query/scan.js'
import { type Collection, checkNamespace } from '../../storage/catalog.js'
import { parseUpdate } from '../../update/update.js'
import type { Command, Request } from '../command.js'
import { checkFields, flagField, letField, limitsOf, requiredDoc, textField } from '../fields.js'
import { hintOf } from '../read/find.js'
import { changeMany } from './many-documents.js'
import { type Change, changeFound, type UpdateResult, updateOne } from './one-document.js'
import { checkCount, runStatements, statements, writeReply } from './statements.js'

const UPDATE_FIELDS = ['q', 'u', 'multi', 'upsert', 'arrayFilters', 'hint']

export const updateCommand: Command = async (request) => {
  const { engine, db, body } = request
  const name = textField(body, 'update')
  checkFields('update', body, ['updates', 'ordered', 'let'], ['bypassDocumentValidation', 'bypassEmptyTsReplacement'])
  checkNamespace(db, name)
  const updates = statements(request, 'updates')
  checkCount(updates.length)
  for (const statement of updates) checkFields('update.updates', statement, UPDATE_FIELDS)
  const read = (statement: Doc) => readChange(engine, db, name, statement, letField(body))
  const { results, writeErrors } = await runStatements(request, updates, {
    isOrdered: flagField(body, 'ordered', true),
    isMany: (statement) => statement.multi === true,
    runOne: (statement) => resultOf(updateOne(engine, db, name, read(statement))),
    runMany: async (statement) => resultOf(await updateMany(request, name, read(statement))),
  })
  const sum = (field: string) => results.reduce((total, { result }) => total + Number(result[field] ?? 0), 0)
  const upserted = results.flatMap(({ index, result }) =>
    Object.hasOwn(result, '_id') ? [{ index, _id: result._id }] : [],
  )
  return writeReply({ n: sum('n'), nModified: sum('nModified'), ...(upserted.length > 0 && { upserted }) }, writeErrors)
}

function resultOf({ matched, modified, inserted }: UpdateResult): Doc {
  return inserted ? { n: 1, nModified: 0, _id: inserted._id } : { n: matched, nModified: modified }
}

function readChange(engine: Engine, db: string, name: string, statement: Doc, variables: Doc | undefined): Change {
  const filter = requiredDoc(statement, 'q')
  compileMatcher(filter, variables)
  const update = parseUpdate(statement.u, statement.arrayFilters)
  const isMulti = flagField(statement, 'multi')
  if (isMulti && update.isReplacement) {
    throw new MongoError('FailedToParse', 'multi update is not supported for replacement-style update')
  }
  return {
    filter,
    update,
    isUpsert: flagField(statement, 'upsert'),
    request: {
      ...(variables && { variables }),
      ...hintOf(statement.hint, engine.catalog.find(db, name)),
    },
  }
}

/** Changes all matches, in several commits, each document atomically and once. */
async function updateMany(command: Request, name: string, change: Change): Promise<UpdateResult> {
  const { engine, db } = command
  const { filter, update, isUpsert, request } = change
  const total: UpdateResult = { matched: 0, modified: 0 }
  const changeOne = (collection: Collection, found: Found) => {
    const { modified } = changeFound(engine, collection, found, update)
    total.matched++
    total.modified += modified
  }
  await changeMany(engine, db, name, { ...request, filter }, changeOne, limitsOf(command))
  if (total.matched > 0 || !isUpsert) return total
  return engine.store.write(() => updateOne(engine, db, name, change))
}
