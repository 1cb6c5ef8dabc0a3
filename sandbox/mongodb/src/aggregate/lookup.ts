import { type Doc, isDoc } from '../bson/types.js'
import { MongoError } from '../errors.js'
import { expressionOf } from '../query/expression.js'
import { PAUSE } from '../query/scan.js'
import type { StageContext, StageMaker } from './stage.js'
import { withValue } from './unwind.js'

/** Joins documents of another collection with one find per document, by an index if there is one. */
export const lookupStage: StageMaker = (spec, context) => {
  const { from, localField, foreignField, as, pipeline, let: bindings, ...unknown } = isDoc(spec) ? spec : {}
  if (Object.keys(unknown).length > 0)
    throw new MongoError('FailedToParse', `unknown argument to $lookup: ${Object.keys(unknown)[0]}`)
  if (typeof from !== 'string' || typeof as !== 'string')
    throw new MongoError('FailedToParse', "$lookup needs 'from' and 'as', both strings")
  const isJoin = typeof localField === 'string' && typeof foreignField === 'string'
  if (!isJoin && (localField !== undefined || foreignField !== undefined))
    throw new MongoError('FailedToParse', '$lookup requires both or neither of localField and foreignField')
  if (!isJoin && pipeline === undefined)
    throw new MongoError(
      'FailedToParse',
      "$lookup requires either 'pipeline' or both 'localField' and 'foreignField' to be specified",
    )
  const stages = pipelineOf('$lookup', pipeline)
  const local = isJoin ? expressionOf(`$${localField}`, context.variables) : undefined
  const bound = Object.entries(isDoc(bindings) ? bindings : {}).map(([name, value]) => ({
    name,
    compute: expressionOf(value, context.variables),
  }))
  return (next) => ({
    push: (document) => {
      const variables = { ...context.variables }
      for (const { name, compute } of bound) variables[name] = compute(document)
      const join = local && isJoin ? [{ $match: { [foreignField]: { $in: asValues(local(document)) } } }] : []
      next(withValue(document, as.split('.'), collect(context, from, [...join, ...stages], variables)))
    },
  })
}

/** An array matches by each of its elements, a missing value like null. */
function asValues(value: unknown): unknown[] {
  if (Array.isArray(value)) return value
  return [value ?? null]
}

function collect(context: StageContext, name: string, pipeline: Doc[], variables: Doc): Doc[] {
  const documents: Doc[] = []
  for (const item of context.run({ name }, pipeline, variables)) if (item !== PAUSE) documents.push(item)
  return documents
}

function pipelineOf(stage: string, pipeline: unknown): Doc[] {
  if (pipeline === undefined) return []
  if (Array.isArray(pipeline) && pipeline.every(isDoc)) return pipeline
  throw new MongoError('TypeMismatch', `the pipeline of ${stage} must be an array of stages`)
}

export const unionWithStage: StageMaker = (spec, context) => {
  const { coll, pipeline, ...unknown } = isDoc(spec) ? spec : { coll: spec, pipeline: undefined }
  if (typeof coll !== 'string' || Object.keys(unknown).length > 0)
    throw new MongoError('FailedToParse', '$unionWith needs a collection, and at most a pipeline')
  const stages = pipelineOf('$unionWith', pipeline)
  return (next) => ({
    push: next,
    *end() {
      for (const item of context.run({ name: coll }, stages, context.variables)) {
        if (item === PAUSE) yield PAUSE
        else next(item)
      }
    },
  })
}
