import { encode } from '../../bson/codec.js'
import { type Doc, isDoc } from '../../bson/types.js'
import { readAll } from '../../cursors.js'
import { MongoError, notSupported } from '../../errors.js'
import { encodeValue } from '../../index/key-encoding.js'
import { choosePlan } from '../../index/plan.js'
import { documentOfFound, type FindRequest, find } from '../../query/find.js'
import { compileMatcher } from '../../query/match.js'
import { valuesAt } from '../../query/path.js'
import { compileProjection, type Projection } from '../../query/projection.js'
import { PAUSE } from '../../query/scan.js'
import { parseSort } from '../../query/sort.js'
import { type Collection, type Index, keyPattern } from '../../storage/catalog.js'
import type { Command, Reply, Request } from '../command.js'
import {
  checkFields,
  countField,
  docField,
  flagField,
  letField,
  limitsOf,
  longField,
  numberField,
  textField,
} from '../fields.js'
import { cursorReply, FIRST_BATCH } from './cursor-reply.js'

const FIND_FIELDS = [
  'filter',
  'sort',
  'projection',
  'hint',
  'skip',
  'limit',
  'batchSize',
  'singleBatch',
  'let',
  'returnKey',
  'showRecordId',
  'tailable',
  'awaitData',
  'min',
  'max',
]
const FIND_IGNORED = ['noCursorTimeout', 'allowPartialResults', 'allowDiskUse', 'oplogReplay']

export const findCommand: Command = async ({ engine, db, body, isCancelled }) => {
  const name = textField(body, 'find')
  checkFields('find', body, FIND_FIELDS, FIND_IGNORED)
  for (const option of ['returnKey', 'showRecordId', 'tailable', 'awaitData']) {
    if (flagField(body, option)) throw notSupported(`find with ${option}`)
  }
  for (const option of ['min', 'max'])
    if (Object.keys(docField(body, option)).length > 0) throw notSupported(`find with ${option}`)
  const collection = engine.catalog.find(db, name)
  const request = findRequest(body, 'filter', collection)
  const limit = numberField(body, 'limit') ?? 0
  const isSingle = flagField(body, 'singleBatch') || limit < 0
  if (limit !== 0) request.limit = Math.abs(limit)
  const projection = compileProjection(body.projection, request.variables)
  const results = projected(find(engine, collection, request), projection)
  const batch = await engine.cursors.first(results, `${db}.${name}`, {
    batchSize: countField(body, 'batchSize') ?? FIRST_BATCH,
    isSingle,
    limits: limitsOf({ body, isCancelled }),
  })
  return cursorReply('firstBatch', `${db}.${name}`, batch)
}

/** Parses the common fields of find, count, distinct and others: filter, sort, hint, skip. */
export function findRequest(body: Doc, filterField: string, collection: Collection | undefined): FindRequest {
  const filter = docField(body, filterField)
  const variables = letField(body)
  compileMatcher(filter, variables)
  const sortSpec = body.sort
  const natural = isDoc(sortSpec) && Object.hasOwn(sortSpec, '$natural') ? directionOf(sortSpec.$natural) : undefined
  return {
    filter,
    ...(variables && { variables }),
    sort: natural ? [] : parseSort(sortSpec),
    skip: countField(body, 'skip') ?? 0,
    ...(natural && { natural }),
    ...hintOf(body.hint, collection),
  }
}

function directionOf(value: unknown): 1 | -1 {
  return value === -1 ? -1 : 1
}

/** @throws BadValue for a missing index */
export function hintOf(hint: unknown, collection: Collection | undefined): { hint?: Index; natural?: 1 | -1 } {
  if (hint === undefined || (isDoc(hint) && Object.keys(hint).length === 0)) return {}
  if (isDoc(hint) && Object.hasOwn(hint, '$natural')) return { natural: directionOf(hint.$natural) }
  if (!collection) return {}
  const index = collection.indexes.find((candidate) =>
    typeof hint === 'string'
      ? candidate.name === hint
      : isDoc(hint) && encode(keyPattern(candidate)).equals(encode(hint)),
  )
  if (!index)
    throw new MongoError(
      'BadValue',
      'error processing query: planner returned error :: caused by :: hint provided does not correspond to an existing index',
    )
  return { hint: index }
}

function* projected(
  found: ReturnType<typeof find>,
  projection: Projection | undefined,
): Generator<Buffer | typeof PAUSE> {
  for (const item of found) {
    if (item === PAUSE) yield PAUSE
    else yield projection ? projection(item.raw) : item.raw
  }
}

export const getMoreCommand: Command = async ({ engine, db, body, isCancelled }) => {
  checkFields('getMore', body, ['collection', 'batchSize'], ['term', 'lastKnownCommittedOpTime'])
  const ns = `${db}.${textField(body, 'collection')}`
  const batch = await engine.cursors.more(longField(body.getMore, 'getMore'), ns, {
    batchSize: countField(body, 'batchSize') || Number.POSITIVE_INFINITY,
    limits: limitsOf({ body, isCancelled }),
  })
  return cursorReply('nextBatch', ns, batch)
}

export const killCursorsCommand: Command = ({ engine, body }) => {
  checkFields('killCursors', body, ['cursors'])
  const ids = Array.isArray(body.cursors) ? body.cursors.map((id) => longField(id, 'cursors')) : []
  const killed = ids.filter((id) => engine.cursors.kill(id))
  return {
    cursorsKilled: killed,
    cursorsNotFound: ids.filter((id) => !killed.includes(id)),
    cursorsAlive: [],
    cursorsUnknown: [],
  }
}

export const countCommand: Command = async (request) => {
  const { engine, db, body } = request
  checkFields('count', body, ['query', 'limit', 'skip', 'hint'], ['fields'])
  const collection = engine.catalog.find(db, textField(body, 'count'))
  const limit = Math.abs(numberField(body, 'limit') ?? 0)
  const counting = { ...findRequest(body, 'query', collection), ...(limit > 0 && { limit }) }
  return { n: await countMatches(request, collection, counting) }
}

/** Counts without reading documents if an index or the collection's counter suffices. */
async function countMatches(
  { engine, body, isCancelled }: Request,
  collection: Collection | undefined,
  request: FindRequest,
): Promise<number> {
  if (!collection) return 0
  const { skip = 0, limit = Number.POSITIVE_INFINITY } = request
  const within = (count: number) => Math.min(Math.max(count - skip, 0), limit)
  if (Object.keys(request.filter).length === 0 && !request.hint) return within(collection.count)
  const plan = choosePlan(collection, request)
  if (plan.kind === 'index' && plan.isExact && plan.isOnePerDocument) {
    return within(plan.ranges.reduce((sum, { start, end }) => sum + engine.store.index.getKeysCount({ start, end }), 0))
  }
  let count = 0
  await readAll(find(engine, collection, request), limitsOf({ body, isCancelled }), () => {
    count++
    return true
  })
  return count
}

export const distinctCommand: Command = async ({ engine, db, body, isCancelled }): Promise<Reply> => {
  checkFields('distinct', body, ['key', 'query', 'hint'])
  const collection = engine.catalog.find(db, textField(body, 'distinct'))
  const path = textField(body, 'key')
  const values = new Map<string, unknown>()
  await readAll(
    find(engine, collection, findRequest(body, 'query', collection)),
    limitsOf({ body, isCancelled }),
    (found) => {
      for (const value of valuesAt(documentOfFound(found), path)) {
        const key = encodeValue(value).toString('latin1')
        if (!values.has(key)) values.set(key, value)
      }
      return true
    },
  )
  return { values: [...values.values()] }
}
