import { BSONRegExp } from 'bson'
import { isRegex } from '../bson/codec.js'
import { approximate, compareValues, equalValues, regexText } from '../bson/compare.js'
import { type Doc, isDoc, isNumeric, ORDER, typeOrder } from '../bson/types.js'
import { MongoError, notSupported } from '../errors.js'
import { encodeValue } from '../index/key-encoding.js'
import { expressionOf } from './expression.js'
import { someAt } from './path.js'
import { bitsTest, typeTest } from './type-tests.js'

/** Whether a document matches. */
export type Matcher = (document: Doc) => boolean
/** Whether a value at a path matches; undefined for a missing value. */
type Test = (value: unknown) => boolean

const compiled = new WeakMap<Doc, Matcher>()

/** `compileMatcher` with a cache by filter object. */
export function matcherOf(filter: Doc): Matcher {
  let matcher = compiled.get(filter)
  if (!matcher) {
    matcher = compileMatcher(filter)
    compiled.set(filter, matcher)
  }
  return matcher
}

/**
 * Compiles a MongoDB filter.
 *
 * Not mingo's Query: it treats a path through an array as one list of values, orders arrays and documents differently from
 * BSON, and does not distinguish int, long, double and decimal. Only `$expr` uses mingo.
 * @throws BadValue for an invalid filter, NotImplemented for an unsupported feature of MongoDB
 */
export function compileMatcher(filter: Doc, variables?: Doc): Matcher {
  const matchers = Object.entries(filter).map(([key, condition]) =>
    key.startsWith('$') ? logical(key, condition, variables) : onPath(key, condition, variables),
  )
  return all(matchers)
}

function all(matchers: Matcher[]): Matcher {
  const [first, second] = matchers
  if (!first) return () => true
  if (!second) return first
  return (document) => matchers.every((matcher) => matcher(document))
}

function logical(operator: string, condition: unknown, variables?: Doc): Matcher {
  switch (operator) {
    case '$and':
      return all(branches(operator, condition, variables))
    case '$or': {
      const either = branches(operator, condition, variables)
      return (document) => either.some((matcher) => matcher(document))
    }
    case '$nor': {
      const either = branches(operator, condition, variables)
      return (document) => !either.some((matcher) => matcher(document))
    }
    case '$expr':
      return truthOf(expressionOf(condition, variables))
    case '$comment':
      return () => true
    case '$where':
    case '$text':
    case '$jsonSchema':
    case '$sampleRate':
      throw notSupported(`The query operator ${operator}`)
    default:
      throw new MongoError(
        'BadValue',
        `unknown top level operator: ${operator}. If you are trying to negate an expression, use $nor.`,
      )
  }
}

function truthOf(expression: (document: Doc) => unknown): Matcher {
  return (document) => {
    const value = expression(document)
    return value !== undefined && value !== null && value !== false && !(isNumeric(value) && approximate(value) === 0)
  }
}

function branches(operator: string, condition: unknown, variables?: Doc): Matcher[] {
  if (!Array.isArray(condition) || condition.length === 0) {
    throw new MongoError('BadValue', `${operator} argument must be a non-empty array`)
  }
  return condition.map((branch) => {
    if (!isDoc(branch)) throw new MongoError('BadValue', `${operator} entries need to be full objects`)
    return compileMatcher(branch, variables)
  })
}

/** Whether a condition is a document of operators, such as `{ $gt: 1 }`. */
export function isOperatorDoc(condition: unknown): condition is Doc {
  if (!isDoc(condition)) return false
  const first = Object.keys(condition)[0]
  return first?.startsWith('$') === true && first !== '$ref' && first !== '$id' && first !== '$db'
}

function onPath(path: string, condition: unknown, variables?: Doc): Matcher {
  const parts = path.split('.')
  if (!isOperatorDoc(condition)) return equality(parts, condition)
  return all(
    Object.entries(condition).map(([operator, operand]) => onOperator(parts, operator, operand, condition, variables)),
  )
}

function equality(parts: string[], value: unknown): Matcher {
  const test = equalTest(value)
  return (document) => someAt(document, parts, test, 'each')
}

/** A test for equality; a regular expression also matches strings. */
function equalTest(value: unknown): Test {
  if (value === null || value === undefined) return (found) => found === undefined || found === null
  if (isRegex(value)) {
    const pattern = toRegExp(value)
    return (found) =>
      typeof found === 'string' ? pattern.test(found) : isRegex(found) && regexText(found) === regexText(value)
  }
  if (typeof value === 'string' || typeof value === 'boolean') return (found) => found === value
  return (found) => found !== undefined && equalValues(found, value)
}

function onOperator(parts: string[], operator: string, operand: unknown, whole: Doc, variables?: Doc): Matcher {
  const path = parts.join('.')
  const each =
    (test: Test): Matcher =>
    (document) =>
      someAt(document, parts, test, 'each')
  const itself =
    (test: Test): Matcher =>
    (document) =>
      someAt(document, parts, test, 'itself')
  switch (operator) {
    case '$eq':
      return each(isRegex(operand) ? (found) => isRegex(found) && equalValues(found, operand) : equalTest(operand))
    case '$ne': {
      if (isRegex(operand)) throw new MongoError('BadValue', "Can't have regex as arg to $ne.")
      const equal = each(equalTest(operand))
      return (document) => !equal(document)
    }
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      return each(comparison(operator, operand))
    case '$in':
      return each(membership(operator, operand))
    case '$nin': {
      const member = each(membership(operator, operand))
      return (document) => !member(document)
    }
    case '$exists': {
      const exists = itself((found) => found !== undefined)
      return isTrue(operand) ? exists : (document) => !exists(document)
    }
    case '$type':
      return each(typeTest(operand))
    case '$not': {
      const inner = notOperand(path, operand, variables)
      return (document) => !inner(document)
    }
    case '$size':
      return itself(sizeTest(operand))
    case '$all':
      return everyOf(parts, operand, variables)
    case '$elemMatch':
      return itself(elementTest(operand, variables))
    case '$mod':
      return each(modTest(operand))
    case '$regex': {
      const pattern = regexOperand(operand, whole.$options)
      return each((found) => typeof found === 'string' && pattern.test(found))
    }
    case '$options':
      if (!Object.hasOwn(whole, '$regex')) throw new MongoError('BadValue', '$options needs a $regex')
      return () => true
    case '$bitsAllSet':
    case '$bitsAnySet':
    case '$bitsAllClear':
    case '$bitsAnyClear':
      return each(bitsTest(operator, operand))
    case '$comment':
      return () => true
    case '$geoWithin':
    case '$geoIntersects':
    case '$near':
    case '$nearSphere':
      throw notSupported(`The query operator ${operator}`)
    default:
      throw new MongoError('BadValue', `unknown operator: ${operator}`)
  }
}

/** A comparison with values of the same type only (MongoDB's type bracketing). */
function comparison(operator: string, operand: unknown): Test {
  if (isRegex(operand))
    throw new MongoError('BadValue', `Can't have RegEx as arg to predicate over field with ${operator}.`)
  const order = typeOrder(operand)
  const holds = holdsFor(operator)
  if (order === ORDER.null)
    return operator.endsWith('e') ? (found) => found === undefined || found === null : () => false
  if (order === ORDER.minKey || order === ORDER.maxKey)
    return (found) => found !== undefined && holds(compareValues(found, operand))
  const isNaNOperand = order === ORDER.number && Number.isNaN(approximate(operand))
  return (found) => {
    if (found === undefined || typeOrder(found) !== order) return false
    if (order === ORDER.number && Number.isNaN(approximate(found)) !== isNaNOperand) return false
    return holds(compareValues(found, operand))
  }
}

function holdsFor(operator: string): (order: number) => boolean {
  switch (operator) {
    case '$gt':
      return (order) => order > 0
    case '$gte':
      return (order) => order >= 0
    case '$lt':
      return (order) => order < 0
    default:
      return (order) => order <= 0
  }
}

function membership(operator: string, operand: unknown): Test {
  if (!Array.isArray(operand)) throw new MongoError('BadValue', `${operator} needs an array`)
  if (operand.some(isOperatorDoc)) throw new MongoError('BadValue', `cannot nest $ under ${operator}`)
  const tests = operand.filter(isRegex).map(equalTest)
  const values = operand.filter((value) => !isRegex(value))
  if (values.length <= 4) tests.push(...values.map(equalTest))
  else {
    const known = new Set(values.map((value) => encodeValue(value).toString('latin1')))
    tests.push((found) => known.has(encodeValue(found).toString('latin1')))
  }
  return (found) => tests.some((test) => test(found))
}

const isTrue = (operand: unknown) =>
  operand !== false && operand !== null && !(isNumeric(operand) && approximate(operand) === 0)

function notOperand(path: string, operand: unknown, variables?: Doc): Matcher {
  if (isRegex(operand)) return onPath(path, operand, variables)
  if (!isDoc(operand)) throw new MongoError('BadValue', '$not needs a regex or a document')
  if (Object.keys(operand).length === 0) throw new MongoError('BadValue', '$not cannot be empty')
  if (!isOperatorDoc(operand)) throw new MongoError('BadValue', `unknown operator: ${Object.keys(operand)[0]}`)
  return onPath(path, operand, variables)
}

function sizeTest(operand: unknown): Test {
  const size = isNumeric(operand) ? approximate(operand) : Number.NaN
  if (!Number.isInteger(size) || size < 0)
    throw new MongoError('BadValue', 'Failed to parse $size. Expected a non-negative whole number')
  return (found) => Array.isArray(found) && found.length === size
}

function everyOf(parts: string[], operand: unknown, variables?: Doc): Matcher {
  if (!Array.isArray(operand)) throw new MongoError('BadValue', '$all needs an array')
  if (operand.length === 0) return () => false
  return all(
    operand.map((value) => {
      if (isDoc(value) && Object.hasOwn(value, '$elemMatch')) {
        const test = elementTest(value.$elemMatch, variables)
        return (document: Doc) => someAt(document, parts, test, 'itself')
      }
      if (isOperatorDoc(value)) throw new MongoError('BadValue', 'no $ expressions in $all')
      return equality(parts, value)
    }),
  )
}

function elementTest(operand: unknown, variables?: Doc): Test {
  if (!isDoc(operand)) throw new MongoError('BadValue', '$elemMatch needs an Object')
  const isValueMatch =
    isOperatorDoc(operand) && !['$and', '$or', '$nor', '$expr'].includes(Object.keys(operand)[0] ?? '')
  if (isValueMatch) {
    const matcher = onPath('v', operand, variables)
    // The element is tested as a whole: nested arrays are not searched.
    return (found) => Array.isArray(found) && found.some((element) => matcher({ v: element }))
  }
  const matcher = compileMatcher(operand, variables)
  return (found) =>
    Array.isArray(found) &&
    found.some(
      (element) => (isDoc(element) || Array.isArray(element)) && matcher(isDoc(element) ? element : { ...element }),
    )
}

function modTest(operand: unknown): Test {
  if (!Array.isArray(operand) || operand.length !== 2 || !operand.every(isNumeric)) {
    throw new MongoError('BadValue', 'malformed mod, needs to be an array of two numbers')
  }
  const [divisor = 0, remainder = 0] = operand.map((value) => Math.trunc(approximate(value)))
  if (divisor === 0) throw new MongoError('BadValue', 'divisor cannot be 0')
  return (found) => isNumeric(found) && Math.trunc(approximate(found)) % divisor === remainder
}

function regexOperand(operand: unknown, options: unknown): RegExp {
  if (isRegex(operand)) return typeof options === 'string' ? toRegExp(operand, options) : toRegExp(operand)
  if (typeof operand !== 'string') throw new MongoError('BadValue', '$regex has to be a string')
  if (options !== undefined && typeof options !== 'string')
    throw new MongoError('BadValue', '$options has to be a string')
  return toRegExp(new BSONRegExp(operand, options ?? ''))
}

/**
 * Converts a regular expression to JavaScript, which replaces PCRE.
 * @throws BadValue for an unsupported pattern or option
 */
export function toRegExp(regex: RegExp | BSONRegExp, options?: string): RegExp {
  const source = regex instanceof RegExp ? regex.source : regex.pattern
  const given = options ?? (regex instanceof RegExp ? regex.flags : regex.options)
  if (given.includes('x')) throw notSupported('The regular expression option x')
  const flags = [...given].filter((flag) => 'ims'.includes(flag))
  if (given.replace(/[imsugl]/g, '') !== '') throw new MongoError('BadValue', `invalid flag in regex options: ${given}`)
  try {
    return new RegExp(source, [...new Set(flags)].join(''))
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new MongoError({ code: 51091, name: 'Location51091' }, `Regular expression is invalid: ${reason}`)
  }
}
