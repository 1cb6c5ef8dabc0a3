import { Decimal128, Double, Int32, Long, Timestamp } from 'bson'
import { isInt32 } from '../bson/codec.js'
import { approximate } from '../bson/compare.js'
import { isNumeric, ORDER, typeOrder } from '../bson/types.js'
import { MongoError } from '../errors.js'

const TYPE_NAMES: Record<string, number> = {
  double: 1,
  string: 2,
  object: 3,
  array: 4,
  binData: 5,
  undefined: 6,
  objectId: 7,
  bool: 8,
  date: 9,
  null: 10,
  regex: 11,
  dbPointer: 12,
  javascript: 13,
  symbol: 14,
  int: 16,
  timestamp: 17,
  long: 18,
  decimal: 19,
  minKey: -1,
  maxKey: 127,
}

/** The test of `$type`: one type or several, by name or number. */
export function typeTest(operand: unknown): (value: unknown) => boolean {
  const wanted = (Array.isArray(operand) ? operand : [operand]).map(typeCode)
  return (value) =>
    value !== undefined && wanted.some((code) => (code === 'number' ? isNumeric(value) : code === bsonType(value)))
}

const NUMBER_TYPES: unknown[] = ['double', 'int', 'long', 1, 16, 18]

/** Whether a `$type` concerns one of the types that a plain number does not distinguish. */
export function distinguishesNumbers(operand: unknown): boolean {
  const types = Array.isArray(operand) ? operand : [operand]
  return types.some((type) => NUMBER_TYPES.includes(isNumeric(type) ? approximate(type) : type))
}

function typeCode(type: unknown): number | 'number' {
  if (type === 'number') return type
  if (typeof type === 'string') {
    const code = TYPE_NAMES[type]
    if (code === undefined) throw new MongoError('BadValue', `Unknown type name alias: ${type}`)
    return code
  }
  const code = isNumeric(type) ? approximate(type) : Number.NaN
  if (!Object.values(TYPE_NAMES).includes(code))
    throw new MongoError('BadValue', `Invalid numerical type code: ${String(type)}`)
  return code
}

/** BSON's type number of a value. A plain number has the type of its encoding: int or double. */
export function bsonType(value: unknown): number {
  if (typeof value === 'number') return isInt32(value) ? 16 : 1
  if (value instanceof Double) return 1
  if (value instanceof Int32) return 16
  if (value instanceof Timestamp) return 17
  if (value instanceof Long) return 18
  if (value instanceof Decimal128) return 19
  switch (typeOrder(value)) {
    case ORDER.string:
      return 2
    case ORDER.object:
      return 3
    case ORDER.array:
      return 4
    case ORDER.binary:
      return 5
    case ORDER.objectId:
      return 7
    case ORDER.boolean:
      return 8
    case ORDER.date:
      return 9
    case ORDER.null:
      return 10
    case ORDER.regex:
      return 11
    case ORDER.code:
      return 13
    case ORDER.minKey:
      return -1
    case ORDER.maxKey:
      return 127
    default:
      return 3
  }
}
