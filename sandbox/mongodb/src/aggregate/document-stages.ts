import { Aggregator } from 'mingo/aggregator'
import { $addFields, $project, $replaceRoot, $replaceWith, $set, $unset } from 'mingo/operators/pipeline'
import * as projections from 'mingo/operators/projection'
import { toPlain } from '../bson/codec.js'
import { type Doc, isDoc } from '../bson/types.js'
import { MongoError } from '../errors.js'
import { checkExpression, context, evaluate, mingoOptions } from '../query/expression.js'

/** Converts one document to one document. */
export type DocumentStage = (document: Doc) => Doc

const stageContext = contextWithStages()

function contextWithStages() {
  return context
    .addPipelineOps({ $addFields, $project, $replaceRoot, $replaceWith, $set, $unset })
    .addProjectionOps({ $elemMatch: projections.$elemMatch, $slice: projections.$slice })
}

/** Stages that mingo executes on one document at a time. */
export const DOCUMENT_STAGES = new Set(['$addFields', '$set', '$project', '$unset', '$replaceRoot', '$replaceWith'])

/** @throws for an unknown expression */
export function documentStage(name: string, spec: unknown, variables: Doc = {}): DocumentStage {
  const plain = toPlain(spec)
  checkStage(name, plain)
  const source: Doc[] = []
  // mingo pulls from an iterator: this one ends when the buffer is empty, and continues after a refill.
  const next = () => {
    const value = source.pop()
    return value ? { value, done: false } : { done: true }
  }
  const iterator = evaluate(() =>
    new Aggregator([{ [name]: plain }], { ...mingoOptions, context: stageContext, variables }).stream(next),
  )
  return (document) => {
    // mingo modifies its input, including nested documents.
    source.push(copy(document))
    const { value } = evaluate(() => iterator.next())
    if (!isDoc(value))
      throw new MongoError({ code: 40228, name: 'Location40228' }, `'${name}' must make a document of each document`)
    return value
  }
}

function checkStage(name: string, spec: unknown): void {
  if (name === '$unset') {
    const paths = Array.isArray(spec) ? spec : [spec]
    if (paths.length === 0 || !paths.every((path) => typeof path === 'string')) {
      throw new MongoError({ code: 31002, name: 'Location31002' }, '$unset specification must be a string or an array')
    }
    return
  }
  if (!isDoc(spec) && !(name === '$replaceWith' && typeof spec === 'string')) {
    throw new MongoError(
      { code: 40272, name: 'Location40272' },
      `${name} specification stage must be an object, got ${typeof spec}`,
    )
  }
  if (isDoc(spec) && Object.keys(spec).length === 0) {
    if (name === '$project')
      throw new MongoError(
        { code: 51272, name: 'Location51272' },
        'Invalid $project :: caused by :: projection specification must have at least one field',
      )
  }
  checkExpression(spec)
}

function copy(value: Doc): Doc {
  const made: Doc = {}
  for (const key of Object.keys(value)) made[key] = copyValue(value[key])
  return made
}

function copyValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copyValue)
  return isDoc(value) ? copy(value) : value
}
