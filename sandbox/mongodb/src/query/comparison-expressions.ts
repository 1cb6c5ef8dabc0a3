import { evalExpr } from 'mingo/core'
import type { Options } from 'mingo/types'
import { compareValues } from '../bson/compare.js'
import { MongoError } from '../errors.js'

type Expression = (document: unknown, expression: unknown, options: Options) => unknown

/** Comparisons in BSON's order. For values of different types mingo's return false. */
export const comparisonExpressions: Record<`$${string}`, Expression> = {
  $eq: comparing('$eq', (order) => order === 0),
  $ne: comparing('$ne', (order) => order !== 0),
  $gt: comparing('$gt', (order) => order > 0),
  $gte: comparing('$gte', (order) => order >= 0),
  $lt: comparing('$lt', (order) => order < 0),
  $lte: comparing('$lte', (order) => order <= 0),
  $cmp: comparing('$cmp', (order) => Math.sign(order)),
  $in: (document, expression, options) => {
    const [value, list] = operands('$in', document, expression, options)
    if (!Array.isArray(list))
      throw new MongoError({ code: 40081, name: 'Location40081' }, '$in requires an array as a second argument')
    return list.some((element) => compareMissing(value, element) === 0)
  },
}

function comparing(name: string, result: (order: number) => unknown): Expression {
  return (document, expression, options) => {
    const [a, b] = operands(name, document, expression, options)
    return result(compareMissing(a, b))
  }
}

function operands(name: string, document: unknown, expression: unknown, options: Options): [unknown, unknown] {
  if (!Array.isArray(expression) || expression.length !== 2) {
    throw new MongoError({ code: 16020, name: 'Location16020' }, `Expression ${name} takes exactly 2 arguments.`)
  }
  return [evalExpr(document, expression[0], options), evalExpr(document, expression[1], options)]
}

/** In expressions, unlike in filters, a missing value is less than null. */
function compareMissing(a: unknown, b: unknown): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined)
  return compareValues(a, b)
}
