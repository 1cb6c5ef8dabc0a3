import { pushDownToFind } from '../../aggregate/pushdown.js'
import { type Doc, isDoc } from '../../bson/types.js'
import { readAll } from '../../cursors.js'
import { notSupported } from '../../errors.js'
import type { Plan } from '../../index/plan.js'
import { choosePlan } from '../../index/plan.js'
import { find } from '../../query/find.js'
import { keyPattern } from '../../storage/catalog.js'
import type { Command } from '../command.js'
import { checkFields, docField, limitsOf, numberField, textField } from '../fields.js'
import { VERSION } from '../hello.js'
import { findRequest } from './find.js'

/** Returns the plan of a find, count, distinct, update, delete, findAndModify or aggregate. */
export const explainCommand: Command = async ({ engine, db, body, isCancelled }) => {
  checkFields('explain', body, ['verbosity'])
  const inner = docField(body, 'explain')
  const name = Object.keys(inner)[0] ?? ''
  const collection = engine.catalog.find(db, textField(inner, name))
  const { request, stages } = explained(name, inner)
  const findOptions = { ...findRequest({ ...request, let: inner.let }, 'filter', collection), ...limitOf(request) }
  const plan: Plan | undefined = collection && choosePlan(collection, findOptions)
  const counters = { keysExamined: 0, docsExamined: 0 }
  let nReturned = 0
  const startedAt = Date.now()
  if (body.verbosity !== 'queryPlanner') {
    await readAll(find(engine, collection, { ...findOptions, counters }), limitsOf({ body, isCancelled }), () => {
      nReturned++
      return true
    })
  }
  const winningPlan = plan ? withSort(describePlan(plan), plan, request) : { stage: 'EOF' }
  return {
    explainVersion: '1',
    queryPlanner: {
      namespace: `${db}.${textField(inner, name)}`,
      parsedQuery: findOptions.filter,
      winningPlan,
      rejectedPlans: [],
    },
    ...(body.verbosity !== 'queryPlanner' && {
      executionStats: {
        executionSuccess: true,
        nReturned,
        executionTimeMillis: Date.now() - startedAt,
        totalKeysExamined: counters.keysExamined,
        totalDocsExamined: counters.docsExamined,
      },
    }),
    ...(stages && { furtherStages: stages }),
    command: inner,
    serverInfo: { host: '127.0.0.1', version: VERSION },
  }
}

function limitOf(request: Doc): { limit?: number } {
  const limit = Math.abs(numberField(request, 'limit') ?? 0)
  return limit > 0 ? { limit } : {}
}

function explained(name: string, inner: Doc): { request: Doc; stages?: string[] } {
  const first = (field: string) => (Array.isArray(inner[field]) && isDoc(inner[field][0]) ? inner[field][0] : {})
  switch (name) {
    case 'find':
      return { request: inner }
    case 'count':
    case 'distinct':
      return { request: { ...inner, filter: inner.query } }
    case 'findAndModify':
    case 'findandmodify':
      return { request: { filter: inner.query, sort: inner.sort, hint: inner.hint, limit: 1 } }
    case 'update':
      return { request: { filter: first('updates').q, hint: first('updates').hint } }
    case 'delete':
      return { request: { filter: first('deletes').q, hint: first('deletes').hint } }
    case 'aggregate': {
      const pipeline = Array.isArray(inner.pipeline) ? inner.pipeline.filter(isDoc) : []
      const { filter, sort, skip, limit, rest } = pushDownToFind(pipeline)
      return {
        request: { filter, sort, skip, limit, hint: inner.hint },
        stages: rest.flatMap((stage) => Object.keys(stage)),
      }
    }
    default:
      throw notSupported(`explain of ${name}`)
  }
}

function withSort(stage: Doc, plan: Plan, request: Doc): Doc {
  return plan.isSorted ? stage : { stage: 'SORT', sortPattern: request.sort, inputStage: stage }
}

function describePlan(plan: Plan): Doc {
  if (plan.kind === 'collection') return { stage: 'COLLSCAN', direction: plan.isReverse ? 'backward' : 'forward' }
  if (plan.kind === 'union') {
    return { stage: 'FETCH', inputStage: { stage: 'OR', inputStages: plan.branches.map(describeIndexScan) } }
  }
  return { stage: 'FETCH', inputStage: describeIndexScan(plan) }
}

function describeIndexScan({ index, isReverse, ranges }: Extract<Plan, { kind: 'index' }>): Doc {
  return {
    stage: 'IXSCAN',
    keyPattern: keyPattern(index),
    indexName: index.name,
    isMultiKey: index.arrayPaths.length > 0,
    isUnique: index.unique,
    isSparse: index.sparse,
    isPartial: index.partial !== undefined,
    direction: isReverse ? 'backward' : 'forward',
    ranges: ranges.length,
  }
}
