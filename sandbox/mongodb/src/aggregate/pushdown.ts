import { approximate } from '../bson/compare.js'
import { type Doc, isDoc, isNumeric } from '../bson/types.js'
import { MongoError } from '../errors.js'

/** The start of a pipeline as a find, and the remaining stages. */
export interface Pushdown {
  filter: Doc
  sort: Doc | undefined
  skip: number | undefined
  limit: number | undefined
  rest: Doc[]
}

/** Splits leading `$match`, `$sort`, `$skip` and `$limit` stages, in this order, from a pipeline. */
export function pushDownToFind(pipeline: Doc[]): Pushdown {
  const rest = [...pipeline]
  const filters: Doc[] = []
  for (let match = rest[0]?.$match; isDoc(match); match = rest[0]?.$match) {
    filters.push(match)
    rest.shift()
  }
  const sort = rest[0]?.$sort
  if (isDoc(sort)) rest.shift()
  const skip = stageNumber(rest[0], '$skip', 0)
  if (skip !== undefined) rest.shift()
  const limit = stageNumber(rest[0], '$limit', 1)
  if (limit !== undefined) rest.shift()
  return {
    filter: filters.length > 1 ? { $and: filters } : (filters[0] ?? {}),
    sort: isDoc(sort) ? sort : undefined,
    skip,
    limit,
    rest,
  }
}

function stageNumber(stage: Doc | undefined, name: string, least: number): number | undefined {
  if (!stage || !Object.hasOwn(stage, name)) return undefined
  return readStageNumber(stage[name], name, least)
}

/** @throws unless the value is an integer of at least `least` */
export function readStageNumber(value: unknown, name: string, least: number): number {
  const number = isNumeric(value) ? approximate(value) : Number.NaN
  if (Number.isInteger(number) && number >= least) return number
  const code = name === '$limit' ? 15958 : 15956
  throw new MongoError(
    { code, name: `Location${code}` },
    `Argument to ${name} must be a ${least > 0 ? 'positive' : 'non-negative'} whole number`,
  )
}
