import { Long, Timestamp } from 'bson'
import { clone, isInt32, isRegex } from '../bson/codec.js'
import { approximate, compareValues, equalValues } from '../bson/compare.js'
import { isDoc, isNumeric } from '../bson/types.js'
import { MongoError } from '../errors.js'
import { compileMatcher, isOperatorDoc } from '../query/match.js'
import { compareBy, parseSort, sortKeys } from '../query/sort.js'
import { bsonType } from '../query/type-tests.js'
import { calculate } from './numbers.js'

/** Computes the new value; undefined stands for a missing value, before and after. */
export type Operator = (value: unknown, operand: unknown, where: Where) => unknown

export interface Where {
  path: string
  /** The document's _id, for messages. */
  id: unknown
  now: Date
}

/** The update operators that change one path. update.ts handles $rename and $setOnInsert. */
export const OPERATORS: Record<string, Operator> = {
  $set: (_value, operand) => clone(operand),
  $setOnInsert: (_value, operand) => clone(operand),
  $unset: () => undefined,
  $inc: (value, operand, where) => arithmetic('$inc', '+', value, operand, where),
  $mul: (value, operand, where) => arithmetic('$mul', '*', value ?? zeroLike(operand), operand, where),
  $min: (value, operand) => (value === undefined || compareValues(operand, value) < 0 ? clone(operand) : value),
  $max: (value, operand) => (value === undefined || compareValues(operand, value) > 0 ? clone(operand) : value),
  $currentDate: (_value, operand, { now }) => currentDate(operand, now),
  $push: push,
  $addToSet: addToSet,
  $pull: pull,
  $pullAll: pullAll,
  $pop: pop,
  $bit: bit,
}

function zeroLike(operand: unknown): unknown {
  return operand instanceof Long ? Long.ZERO : 0
}

function arithmetic(
  name: string,
  operation: '+' | '*',
  value: unknown,
  operand: unknown,
  { path, id }: Where,
): unknown {
  if (!isNumeric(operand)) {
    throw new MongoError(
      'TypeMismatch',
      `Cannot ${name === '$inc' ? 'increment' : 'multiply'} with non-numeric argument: {${path}: ${JSON.stringify(operand)}}`,
    )
  }
  if (value === undefined) return operand
  if (!isNumeric(value)) {
    throw new MongoError(
      'TypeMismatch',
      `Cannot apply ${name} to a value of non-numeric type. {_id: ${JSON.stringify(id)}} has the field '${path}' of non-numeric type ${typeName(value)}`,
    )
  }
  return calculate(value, operation, operand)
}

function typeName(value: unknown): string {
  const names: Record<number, string> = {
    2: 'string',
    3: 'object',
    4: 'array',
    5: 'binData',
    7: 'objectId',
    8: 'bool',
    9: 'date',
    10: 'null',
    11: 'regex',
  }
  return names[bsonType(value)] ?? 'other'
}

function currentDate(operand: unknown, now: Date): unknown {
  const type = isDoc(operand) ? operand.$type : operand === true ? 'date' : undefined
  if (type === 'date') return now
  if (type === 'timestamp') return new Timestamp({ t: Math.floor(now.getTime() / 1000), i: 1 })
  throw new MongoError(
    'BadValue',
    `${JSON.stringify(operand)} is not valid type for $currentDate. Please use a boolean ('true') or a $type expression ({$type: 'timestamp/date'}).`,
  )
}

function arrayOrMissing(name: string, value: unknown, { path, id }: Where): unknown[] {
  if (value === undefined) return []
  if (Array.isArray(value)) return value
  throw new MongoError(
    'BadValue',
    `The field '${path}' must be an array but is of type ${typeName(value)} in document {_id: ${JSON.stringify(id)}} (${name})`,
  )
}

const PUSH_MODIFIERS = new Set(['$each', '$slice', '$sort', '$position'])

function push(value: unknown, operand: unknown, where: Where): unknown {
  const array = [...arrayOrMissing('$push', value, where)]
  if (!isDoc(operand) || !Object.hasOwn(operand, '$each')) return [...array, clone(operand)]
  const unknown = Object.keys(operand).find((key) => !PUSH_MODIFIERS.has(key))
  if (unknown) throw new MongoError('BadValue', `Unrecognized clause in $push: ${unknown}`)
  const { $each: each, $position: position, $sort: sort, $slice: slice } = operand
  if (!Array.isArray(each))
    throw new MongoError(
      'BadValue',
      `The argument to $each in $push must be an array but it was of type: ${typeName(each)}`,
    )
  array.splice(position === undefined ? array.length : wholeNumber('$position', position), 0, ...each.map(clone))
  const sorted = sort === undefined ? array : sortArray(array, sort)
  return slice === undefined ? sorted : sliceTo(sorted, wholeNumber('$slice', slice))
}

function wholeNumber(name: string, value: unknown): number {
  const number = isNumeric(value) ? approximate(value) : Number.NaN
  if (!Number.isInteger(number)) throw new MongoError('BadValue', `The value for ${name} must be an integer value`)
  return number
}

function sortArray(array: unknown[], sort: unknown): unknown[] {
  if (isNumeric(sort)) {
    const direction = approximate(sort)
    if (Math.abs(direction) !== 1) throw new MongoError('BadValue', 'The $sort element value must be either 1 or -1')
    return [...array].sort((a, b) => compareValues(a, b) * direction)
  }
  const by = parseSort(sort)
  const keys = sortKeys(by)
  const compare = compareBy(by)
  return [...array].sort((a, b) => compare(isDoc(a) ? keys(a) : [], isDoc(b) ? keys(b) : []))
}

function sliceTo(array: unknown[], slice: number): unknown[] {
  if (slice === 0) return []
  return slice > 0 ? array.slice(0, slice) : array.slice(slice)
}

function addToSet(value: unknown, operand: unknown, where: Where): unknown {
  const array = [...arrayOrMissing('$addToSet', value, where)]
  const each = isDoc(operand) && Object.hasOwn(operand, '$each') ? operand.$each : [operand]
  if (!Array.isArray(each)) throw new MongoError('TypeMismatch', 'The argument to $each in $addToSet must be an array')
  for (const added of each) if (!array.some((known) => equalValues(known, added))) array.push(clone(added))
  return array
}

function pull(value: unknown, operand: unknown, where: Where): unknown {
  if (value === undefined) return undefined
  const array = arrayOrMissing('$pull', value, where)
  const isPulled = pullTest(operand)
  return array.filter((element) => !isPulled(element))
}

function pullTest(operand: unknown): (element: unknown) => boolean {
  if (isOperatorDoc(operand)) {
    const matcher = compileMatcher({ v: operand })
    return (element) => matcher({ v: element })
  }
  if (isDoc(operand)) {
    const matcher = compileMatcher(operand)
    return (element) => isDoc(element) && matcher(element)
  }
  if (isRegex(operand)) {
    const matcher = compileMatcher({ v: operand })
    return (element) => matcher({ v: element })
  }
  return (element) => equalValues(element, operand)
}

function pullAll(value: unknown, operand: unknown, where: Where): unknown {
  if (!Array.isArray(operand)) throw new MongoError('BadValue', '$pullAll requires an array argument')
  if (value === undefined) return undefined
  return arrayOrMissing('$pullAll', value, where).filter(
    (element) => !operand.some((pulled) => equalValues(element, pulled)),
  )
}

function pop(value: unknown, operand: unknown, where: Where): unknown {
  const end = isNumeric(operand) ? approximate(operand) : Number.NaN
  if (Math.abs(end) !== 1)
    throw new MongoError('FailedToParse', `$pop expects 1 or -1, found: ${JSON.stringify(operand)}`)
  if (value === undefined) return undefined
  const array = arrayOrMissing('$pop', value, where)
  return end === 1 ? array.slice(0, -1) : array.slice(1)
}

function bit(value: unknown, operand: unknown, { path }: Where): unknown {
  if (!isDoc(operand)) throw new MongoError('BadValue', 'The $bit modifier is not compatible with this argument')
  let result = wholeBits(value ?? 0, path)
  let isLong = value instanceof Long
  for (const [operation, mask] of Object.entries(operand)) {
    const bits = wholeBits(mask, path)
    isLong ||= mask instanceof Long
    if (operation === 'and') result &= bits
    else if (operation === 'or') result |= bits
    else if (operation === 'xor') result ^= bits
    else throw new MongoError('BadValue', `The $bit modifier only supports 'and', 'or', and 'xor', not '${operation}'`)
  }
  return isLong ? Long.fromBigInt(BigInt.asIntN(64, result)) : Number(BigInt.asIntN(32, result))
}

function wholeBits(value: unknown, path: string): bigint {
  if (value instanceof Long) return value.toBigInt()
  if (typeof value === 'number' && isInt32(value)) return BigInt(value)
  throw new MongoError('BadValue', `Cannot apply $bit to a value of non-integral type (${path})`)
}
