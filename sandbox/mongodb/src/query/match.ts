import { BSONRegExp } from 'bson'
import { decode, decodePlain, isRegex } from '../bson/codec.js'
import { approximate, compareValues, equalValues, regexText } from '../bson/compare.js'
import { type Doc, isDoc, isNumeric, ORDER, typeOrder } from '../bson/types.js'
import { MongoError, notSupported, unknownName } from '../errors.js'
import { encodeValue } from '../index/key-encoding.js'
import { timedTest } from './deadline.js'
import { expressionOf, isTruthy } from './expression.js'
import { someAt } from './path.js'
import { distinguishesNumbers, typeTest } from './type-tests.js'

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
 * @throws BadValue for an invalid filter and for an operator outside the supported ones
 */
export function compileMatcher(filter: Doc, variables?: Doc): Matcher {
  const matchers = Object.entries(filter).map(([key, condition]) =>
    key.startsWith('$') ? logical(key, condition, variables) : onPath(key, condition, variables),
  )
  return all(matchers)
}

/**
 * Decodes documents for a filter. Usually numbers are decoded without their BSON types, which is faster, and only a `$type`
 * of int, long or double needs these.
 */
export function decoderFor(filter: Doc): (raw: Buffer) => Doc {
  return needsNumberTypes(filter) ? decode : decodePlain
}

export function needsNumberTypes(filter: unknown): boolean {
  if (Array.isArray(filter)) return filter.some(needsNumberTypes)
  if (!isDoc(filter)) return false
  return Object.entries(filter).some(([key, value]) =>
    key === '$type' ? distinguishesNumbers(value) : needsNumberTypes(value),
  )
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
    case '$expr': {
      const expression = expressionOf(condition, variables)
      return (document) => isTruthy(expression(document))
    }
    case '$comment':
      return () => true
    default:
      throw unknownName('top level operator', operator, 'BadValue')
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
    const matches = timedTest(toRegExp(value))
    return (found) =>
      typeof found === 'string' ? matches(found) : isRegex(found) && regexText(found) === regexText(value)
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
    case '$regex': {
      const matches = timedTest(regexOperand(operand, whole.$options))
      return each((found) => typeof found === 'string' && matches(found))
    }
    case '$options':
      if (!Object.hasOwn(whole, '$regex')) throw new MongoError('BadValue', '$options needs a $regex')
      return () => true
    case '$comment':
      return () => true
    default:
      throw unknownName('operator', operator, 'BadValue')
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
function toRegExp(regex: RegExp | BSONRegExp, options?: string): RegExp {
  const source = regex instanceof RegExp ? regex.source : regex.pattern
  const given = options ?? (regex instanceof RegExp ? regex.flags : regex.options)
  if (given.includes('x')) throw notSupported('the regular expression option x')
  const flags = [...given].filter((flag) => 'ims'.includes(flag))
  if (given.replace(/[imsugl]/g, '') !== '') throw new MongoError('BadValue', `invalid flag in regex options: ${given}`)
  try {
    return new RegExp(source, [...new Set(flags)].join(''))
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new MongoError({ code: 51091, name: 'Location51091' }, `Regular expression is invalid: ${reason}`)
  }
}
