import { decode, encode } from '../../bson/codec.js'
import type { Doc } from '../../bson/types.js'
import { MongoError } from '../../errors.js'
import { withDeadline } from '../../query/deadline.js'
import { compileMatcher } from '../../query/match.js'
import { compileProjection } from '../../query/projection.js'
import { parseSort } from '../../query/sort.js'
import { checkNamespace } from '../../storage/catalog.js'
import { parseUpdate } from '../../update/update.js'
import type { Command, Request } from '../command.js'
import { checkFields, docField, flagField, letField, limitsOf, textField } from '../fields.js'
import { hintOf } from '../read/find.js'
import { deleteOne, updateOne } from './one-document.js'

const FIELDS = ['query', 'sort', 'remove', 'update', 'new', 'fields', 'upsert', 'arrayFilters', 'hint', 'let']

/** Finds one document and changes or removes it atomically: of concurrent callers exactly one gets each state. */
export const findAndModifyCommand: Command = async (request) => {
  const { engine, db, name: command, body } = request
  const name = textField(body, command)
  checkFields(command, body, FIELDS, ['bypassDocumentValidation', 'bypassEmptyTsReplacement'])
  checkNamespace(db, name)
  const filter = docField(body, 'query')
  const variables = letField(body)
  compileMatcher(filter, variables)
  const isNew = flagField(body, 'new')
  const projection = compileProjection(body.fields, variables)
  const shown = (document: Doc | undefined) => {
    if (!document) return null
    return projection ? decode(projection(encode(document))) : document
  }
  const wanted = {
    sort: parseSort(body.sort),
    ...(variables && { variables }),
    ...hintOf(body.hint, engine.catalog.find(db, name)),
  }

  if (flagField(body, 'remove')) {
    if (body.update !== undefined)
      throw new MongoError('FailedToParse', "Cannot specify both an 'update' and 'remove'=true")
    if (isNew)
      throw new MongoError(
        'FailedToParse',
        "Cannot specify both 'new'=true and 'remove'=true; 'remove' always returns the deleted document",
      )
    if (flagField(body, 'upsert'))
      throw new MongoError('FailedToParse', "Cannot specify both 'upsert'=true and 'remove'=true")
    return once(request, () => {
      const removed = deleteOne(engine, db, name, { ...wanted, filter })
      return { lastErrorObject: { n: removed ? 1 : 0 }, value: shown(removed && decode(removed.raw)) }
    })
  }

  if (body.update === undefined)
    throw new MongoError('FailedToParse', "Either an 'update' or 'remove'=true must be specified")
  const update = parseUpdate(body.update, body.arrayFilters)
  const change = { filter, update, isUpsert: flagField(body, 'upsert'), request: wanted }
  return once(request, () => {
    const { matched, before, after, inserted } = updateOne(engine, db, name, change)
    return {
      lastErrorObject: {
        n: matched + (inserted ? 1 : 0),
        updatedExisting: matched > 0,
        ...(inserted && { upserted: inserted._id }),
      },
      value: shown(isNew ? (after ?? inserted) : before),
    }
  })
}

/** In one commit. A retried command gets the first response. */
function once(request: Request, run: () => Doc): Promise<Doc> {
  const { engine, retry } = request
  const { deadline } = limitsOf(request)
  return engine.store.write(() =>
    engine.retryableWrites.during(retry, (known) => {
      const reply = known.get('0') ?? withDeadline(deadline, run)
      known.set('0', reply)
      return reply
    }),
  )
}
