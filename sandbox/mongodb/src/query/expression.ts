import { Decimal128 } from 'bson'
import { Context, evalExpr, ProcessingMode } from 'mingo/core'
import * as accumulators from 'mingo/operators/accumulator'
import * as expressions from 'mingo/operators/expression'
import type { Options } from 'mingo/types'
import { toPlain } from '../bson/codec.js'
import { type Doc, isDoc } from '../bson/types.js'
import { MongoError, notSupported } from '../errors.js'
import { ownExpressions } from './own-expressions.js'

/** JavaScript from a client is never run. */
const REFUSED = new Set(['$function', '$accumulator', '$where'])

export const context = Context.init({
  expression: { ...expressions, ...ownExpressions },
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
 * Makes a function of an aggregation expression. A path and a constant are looked up by us, everything else by mingo.
 * @throws InvalidPipelineOperator for an expression that is not known
 */
export function expressionOf(expression: unknown, variables: Doc = {}): (document: Doc) => unknown {
  const plain = toPlain(expression)
  checkExpression(plain)
  if (typeof plain === 'string' && /^\$[^$]/.test(plain)) return pathOf(plain.slice(1))
  if (plain === null || typeof plain === 'number' || typeof plain === 'boolean') return () => plain
  const options = preparedOptions(variables)
  return (document) => evaluate(() => evalExpr(document, plain, options))
}

/** A field path as expressions see it: through an array it gives the values of all its documents. */
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

/** What an accumulator of mingo's makes of a group's documents. */
export function accumulate(documents: Doc[], operator: string, operand: unknown, variables: Doc): unknown {
  const expression: Doc = { [operator]: toPlain(operand) }
  const result = evaluate(() => evalExpr(documents, expression, preparedOptions(variables)))
  // mingo gives a list of one where MongoDB gives the one.
  return (operator === '$top' || operator === '$bottom') && Array.isArray(result) ? result[0] : result
}

export function isAccumulator(operator: string): boolean {
  return Object.hasOwn(accumulators, operator) && !REFUSED.has(operator)
}

/**
 * mingo copies its table of operators for every evaluation, unless it is handed options of its own making. Those it
 * shows to operators only; so this asks for them by way of one.
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
  // Without a root the next evaluation takes its own document for it.
  const update: unknown = Reflect.get(prepared, 'update')
  if (typeof update === 'function') Reflect.apply(update, prepared, [{ root: null }])
  return prepared
}

/** Runs mingo, whose complaints become MongoDB's. */
export function evaluate<T>(compute: () => T): T {
  try {
    return compute()
  } catch (cause) {
    if (cause instanceof MongoError) throw cause
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new MongoError('BadValue', `Failed to evaluate: ${reason}`)
  }
}

/** Refuses what an expression must not hold: unknown operators, scripts, and decimals, which mingo does not compute. */
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
  if (!Object.hasOwn(expressions, name) && !Object.hasOwn(ownExpressions, name) && !Object.hasOwn(accumulators, name)) {
    throw new MongoError({ code: 168, name: 'InvalidPipelineOperator' }, `Unrecognized expression '${name}'`)
  }
}
