import { Decimal128 } from 'bson'
import { Context, evalExpr, ProcessingMode } from 'mingo/core'
import * as accumulators from 'mingo/operators/accumulator'
import * as expressions from 'mingo/operators/expression'
import type { Options } from 'mingo/types'
import { toPlain } from '../bson/codec.js'
import { type Doc, isDoc } from '../bson/types.js'
import { MongoError, notSupported } from '../errors.js'
import { comparisonExpressions } from './comparison-expressions.js'

/** Never runs JavaScript from a client. */
const REFUSED = new Set(['$function', '$accumulator', '$where'])

export const context = Context.init({
  expression: { ...expressions, ...comparisonExpressions },
  accumulator: accumulators,
})

export const mingoOptions = {
  context,
  idKey: '_id',
  processingMode: ProcessingMode.CLONE_OFF,
  useStrictMode: true,
  scriptEnabled: false,
  failOnError: true,
}

/**
 * Compiles an aggregation expression. Paths and constants are evaluated here, other expressions by mingo.
 * @throws InvalidPipelineOperator for an unknown expression
 */
export function expressionOf(expression: unknown, variables: Doc = {}): (document: Doc) => unknown {
  const plain = toPlain(expression)
  checkExpression(plain)
  if (typeof plain === 'string' && /^\$[^$]/.test(plain)) return pathOf(plain.slice(1))
  if (plain === null || typeof plain === 'number' || typeof plain === 'boolean') return () => plain
  const options = preparedOptions(variables)
  return (document) => evaluate(() => evalExpr(document, plain, options))
}

/** A field path in an expression: through an array it returns the values of all its documents. */
function pathOf(path: string): (document: Doc) => unknown {
  const parts = path.split('.')
  const [only] = parts
  if (parts.length === 1 && only !== undefined)
    return (document) => (Object.hasOwn(document, only) ? document[only] : undefined)
  return (document) => through(document, parts, 0)
}

function through(value: unknown, parts: string[], at: number): unknown {
  const part = parts[at]
  if (part === undefined) return value
  if (Array.isArray(value))
    return value.map((element) => through(element, parts, at)).filter((element) => element !== undefined)
  return isDoc(value) && Object.hasOwn(value, part) ? through(value[part], parts, at + 1) : undefined
}

/** Applies an accumulator of mingo to a group's documents. */
export function accumulate(documents: Doc[], operator: string, operand: unknown, variables: Doc): unknown {
  const expression: Doc = { [operator]: toPlain(operand) }
  const result = evaluate(() => evalExpr(documents, expression, preparedOptions(variables)))
  // mingo returns a list of one value where MongoDB returns the value.
  return (operator === '$top' || operator === '$bottom') && Array.isArray(result) ? result[0] : result
}

export function isAccumulator(operator: string): boolean {
  return Object.hasOwn(accumulators, operator) && !REFUSED.has(operator)
}

/**
 * mingo copies its operator table for every evaluation unless it gets its internal options object. Only operators can access
 * that object, so this obtains it through one.
 */
function preparedOptions(variables: Doc): Options {
  let prepared: Options | undefined
  const $prepare = (_document: unknown, _expression: unknown, options: Options) => {
    prepared = options
    return null
  }
  const asking = Context.from(context, Context.init({ expression: { $prepare } }))
  evalExpr({}, { $prepare: 1 }, { ...mingoOptions, context: asking, variables })
  if (!prepared) return { ...mingoOptions, variables }
  // Without a root, the next evaluation uses its own document as root.
  const update: unknown = Reflect.get(prepared, 'update')
  if (typeof update === 'function') Reflect.apply(update, prepared, [{ root: null }])
  return prepared
}

/** Runs mingo and converts its errors to MongoError. */
export function evaluate<T>(compute: () => T): T {
  try {
    return compute()
  } catch (cause) {
    if (cause instanceof MongoError) throw cause
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new MongoError('BadValue', `Failed to evaluate: ${reason}`)
  }
}

/** Refuses unknown operators, scripts, and decimals, which mingo cannot compute. */
export function checkExpression(expression: unknown): void {
  if (expression instanceof Decimal128) throw notSupported('Computing with Decimal128')
  if (Array.isArray(expression)) for (const part of expression) checkExpression(part)
  else if (isDoc(expression)) {
    for (const [key, value] of Object.entries(expression)) {
      if (key.startsWith('$')) checkOperator(key)
      if (key !== '$literal') checkExpression(value)
    }
  }
}

function checkOperator(name: string): void {
  if (REFUSED.has(name)) throw notSupported(`The expression ${name}`)
  if (
    !Object.hasOwn(expressions, name) &&
    !Object.hasOwn(comparisonExpressions, name) &&
    !Object.hasOwn(accumulators, name)
  ) {
    throw new MongoError({ code: 168, name: 'InvalidPipelineOperator' }, `Unrecognized expression '${name}'`)
  }
}
