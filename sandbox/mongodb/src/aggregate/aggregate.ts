import { encode } from '../bson/codec.js'
import { pickNamed } from '../bson/raw.js'
import type { Doc } from '../bson/types.js'
import type { Engine } from '../engine.js'
import { documentOfFound, type FindRequest, find } from '../query/find.js'
import { PAUSE } from '../query/scan.js'
import { parseSort } from '../query/sort.js'
import { neededFields } from './needed-fields.js'
import { pushDownToFind } from './pushdown.js'
import { chainStages, createStage } from './stages.js'

export interface AggregateRequest {
  db: string
  name: string
  pipeline: Doc[]
  variables: Doc
  hint?: FindRequest['hint']
  natural?: 1 | -1
}

/**
 * Runs a pipeline. Its leading $match, $sort, $skip and $limit become a find, which can use indexes. The other stages get
 * one document at a time, so that only stages that need all documents buffer them.
 */
export function* aggregate(engine: Engine, request: AggregateRequest): Generator<Buffer | typeof PAUSE> {
  const { found, rest } = source(engine, request)
  if (rest.length === 0) {
    for (const item of found) {
      if (item === PAUSE) yield PAUSE
      else yield item.raw
    }
    return
  }
  for (const item of piped(decoded(found, rest), rest, request.variables)) {
    if (item === PAUSE) yield PAUSE
    else yield encode(item)
  }
}

function source(engine: Engine, { db, name, pipeline, variables, hint, natural }: AggregateRequest) {
  const { filter, sort, skip, limit, rest } = pushDownToFind(pipeline)
  const found = find(engine, engine.catalog.find(db, name), {
    filter,
    sort: parseSort(sort),
    ...(skip !== undefined && { skip }),
    ...(limit !== undefined && { limit }),
    ...(hint && { hint }),
    ...(natural && { natural }),
    variables,
  })
  return { found, rest }
}

function* decoded(found: ReturnType<typeof find>, pipeline: Doc[]): Generator<Doc | typeof PAUSE> {
  const fields = neededFields(pipeline)
  for (const item of found) {
    if (item === PAUSE) yield PAUSE
    else if (!fields || item.document) yield documentOfFound(item)
    else yield fields.size === 0 ? {} : documentOfFound({ ...item, raw: pickNamed(item.raw, fields) })
  }
}

/** Passes documents through stages. */
function* piped(
  documents: Iterable<Doc | typeof PAUSE>,
  pipeline: Doc[],
  variables: Doc,
): Generator<Doc | typeof PAUSE> {
  let ready: Doc[] = []
  const stage = chainStages(
    pipeline.map((definition) => createStage(definition, variables)),
    (document) => ready.push(document),
  )
  const take = () => {
    const taken = ready
    ready = []
    return taken
  }
  for (const item of documents) {
    if (item === PAUSE) yield PAUSE
    else stage.push(item)
    if (ready.length > 0) yield* take()
    if (stage.isFull?.()) break
  }
  for (const _ of stage.end?.() ?? []) {
    yield PAUSE
    if (ready.length > 0) yield* take()
  }
  yield* take()
}
