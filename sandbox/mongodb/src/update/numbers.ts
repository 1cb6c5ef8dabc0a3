import { Decimal128, Double, Int32, Long } from 'bson'
import { fromDouble, isInt32 } from '../bson/codec.js'
import { approximate, toFraction } from '../bson/compare.js'
import { isNumeric } from '../bson/types.js'
import { MongoError } from '../errors.js'

/**
 * Adds two numbers by BSON's rules: int overflow gives a long, long overflow is an error, a double operand gives a double, a
 * decimal operand a decimal.
 */
export function add(a: unknown, b: unknown): unknown {
  if (!isNumeric(a) || !isNumeric(b)) throw new MongoError('TypeMismatch', 'not a number')
  if (a instanceof Decimal128 || b instanceof Decimal128) return addDecimals(a, b)
  if (isDouble(a) || isDouble(b)) return fromDouble(approximate(a) + approximate(b))
  const result = whole(a) + whole(b)
  if (BigInt.asIntN(64, result) !== result)
    throw new MongoError('BadValue', 'Failed to apply $inc operations to current value: integer overflow')
  const isLong = a instanceof Long || b instanceof Long
  return !isLong && isInt32(Number(result)) ? Number(result) : Long.fromBigInt(result)
}

/** Whether BSON encodes a number as a double. */
function isDouble(value: unknown): boolean {
  return value instanceof Double || (typeof value === 'number' && !isInt32(value))
}

function whole(value: unknown): bigint {
  return value instanceof Long ? value.toBigInt() : BigInt(value instanceof Int32 ? value.value : Number(value))
}

function addDecimals(a: unknown, b: unknown): Decimal128 {
  const [x, y] = [a, b].map(fraction)
  if (!x || !y) return Decimal128.fromString('NaN')
  const scale = Math.max(x.scale, y.scale)
  const digits = x.digits * 10n ** BigInt(scale - x.scale) + y.digits * 10n ** BigInt(scale - y.scale)
  return Decimal128.fromStringWithRounding(`${digits}E-${scale}`)
}

/** Converts a double to decimal with 15 digits, like MongoDB. */
function fraction(value: unknown): { digits: bigint; scale: number } | undefined {
  if (value instanceof Decimal128) return Number.isFinite(approximate(value)) ? toFraction(value) : undefined
  if (value instanceof Long) return toFraction(value)
  const number = approximate(value)
  if (!Number.isFinite(number)) return undefined
  return Number.isInteger(number)
    ? toFraction(number)
    : toFraction(Decimal128.fromString(String(Number(number.toPrecision(15)))))
}
