import { Binary, BSONRegExp, Code, Decimal128, Double, Int32, Long, ObjectId, Timestamp } from 'bson'
import { type Doc, isDoc, ORDER, typeOrder } from './types.js'

/** Compares two values in BSON's order, across types; missing counts as null. Negative, zero or positive. */
export function compareValues(a: unknown, b: unknown): number {
  if (a === b) return 0
  if (typeof a === 'number' && typeof b === 'number') return compareDoubles(a, b)
  if (typeof a === 'string' && typeof b === 'string') return compareStrings(a, b)
  const order = typeOrder(a)
  const difference = order - typeOrder(b)
  if (difference !== 0) return difference
  return compareSameType(order, a, b)
}

export function equalValues(a: unknown, b: unknown): boolean {
  return compareValues(a, b) === 0
}

function compareSameType(order: number, a: unknown, b: unknown): number {
  switch (order) {
    case ORDER.number:
      return compareNumbers(a, b)
    case ORDER.string:
      return compareStrings(String(a), String(b))
    case ORDER.object:
      return isDoc(a) && isDoc(b) ? compareDocuments(a, b) : 0
    case ORDER.array:
      return Array.isArray(a) && Array.isArray(b) ? compareArrays(a, b) : 0
    case ORDER.binary:
      return compareBinary(a, b)
    case ORDER.objectId:
      return a instanceof ObjectId && b instanceof ObjectId ? Buffer.compare(a.id, b.id) : 0
    case ORDER.boolean:
      return Number(a) - Number(b)
    case ORDER.date:
      return a instanceof Date && b instanceof Date ? a.getTime() - b.getTime() : 0
    case ORDER.timestamp:
      return a instanceof Timestamp && b instanceof Timestamp ? a.t - b.t || a.i - b.i : 0
    case ORDER.regex:
      return compareStrings(regexText(a), regexText(b))
    case ORDER.code:
    case ORDER.dbRef:
      return compareStrings(rareText(a), rareText(b))
    default:
      return 0
  }
}

/** NaN is the smallest number, and equal to itself, as in BSON. */
function compareDoubles(a: number, b: number): number {
  if (a < b) return -1
  if (a > b) return 1
  if (a === b) return 0
  return Number(!Number.isNaN(a)) - Number(!Number.isNaN(b))
}

function compareNumbers(a: unknown, b: unknown): number {
  const x = unwrap(a)
  const y = unwrap(b)
  if (typeof x === 'number' && typeof y === 'number') return compareDoubles(x, y)
  return compareExact(x, y)
}

function unwrap(value: unknown): number | Long | Decimal128 {
  if (value instanceof Double || value instanceof Int32) return value.value
  if (value instanceof Decimal128 || value instanceof Long) return value
  return Number(value)
}

/** Compares numbers of which at least one is a Long or a Decimal128, without rounding. */
function compareExact(x: number | Long | Decimal128, y: number | Long | Decimal128): number {
  const left = approximate(x)
  const right = approximate(y)
  if (!Number.isFinite(left) || !Number.isFinite(right)) return compareDoubles(left, right)
  const [p, q] = [toFraction(x), toFraction(y)]
  const scale = Math.max(p.scale, q.scale)
  // Values of different magnitude need no exact comparison; this also avoids expanding 10^6000.
  if (scale > 400 || p.digits === 0n || q.digits === 0n) return compareDoubles(left, right)
  const l = p.digits * 10n ** BigInt(scale - p.scale)
  const r = q.digits * 10n ** BigInt(scale - q.scale)
  return l < r ? -1 : l > r ? 1 : 0
}

/** The nearest double of any number. */
export function approximate(value: unknown): number {
  if (typeof value === 'number') return value
  if (value instanceof Double || value instanceof Int32) return value.value
  if (value instanceof Long) return value.toNumber()
  if (value instanceof Decimal128) return Number(value.toString().replace(/^(-?)Infinity$/, '$1Infinity'))
  return Number(value)
}

/** A finite number as digits * 10^-scale; a double with its exact binary value. */
export function toFraction(value: number | Long | Decimal128): { digits: bigint; scale: number } {
  if (value instanceof Long) return { digits: value.toBigInt(), scale: 0 }
  if (value instanceof Decimal128) return parseDecimal(value.toString())
  return exactDouble(value)
}

function parseDecimal(text: string): { digits: bigint; scale: number } {
  const match = /^(-?)(\d*)\.?(\d*)(?:E([+-]?\d+))?$/i.exec(text)
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match ?? []
  const digits = BigInt(`${whole}${fraction}` || '0') * (sign ? -1n : 1n)
  const scale = fraction.length - Number(exponent)
  return scale >= 0 ? { digits, scale } : { digits: digits * 10n ** BigInt(-scale), scale: 0 }
}

function exactDouble(value: number): { digits: bigint; scale: number } {
  let scale = 0
  let mantissa = value
  while (!Number.isInteger(mantissa)) {
    mantissa *= 2
    scale++
  }
  // m / 2^scale = m * 5^scale / 10^scale
  return { digits: BigInt(mantissa) * 5n ** BigInt(scale), scale }
}

/** Compares by code point, like UTF-8 bytes; JavaScript's order differs for surrogates. */
export function compareStrings(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    let x = a.charCodeAt(i)
    let y = b.charCodeAt(i)
    if (x === y) continue
    if (x >= 0xd800 && y >= 0xd800) {
      x = x >= 0xe000 ? x - 0x800 : x + 0x2000
      y = y >= 0xe000 ? y - 0x800 : y + 0x2000
    }
    return x - y
  }
  return a.length - b.length
}

function compareDocuments(a: Doc, b: Doc): number {
  const left = Object.keys(a)
  const right = Object.keys(b)
  for (let i = 0; i < left.length && i < right.length; i++) {
    const x = left[i] ?? ''
    const y = right[i] ?? ''
    const difference =
      typeOrder(a[x]) - typeOrder(b[y]) || compareStrings(x, y) || compareSameType(typeOrder(a[x]), a[x], b[y])
    if (difference !== 0) return difference
  }
  return left.length - right.length
}

function compareArrays(a: unknown[], b: unknown[]): number {
  for (let i = 0; i < a.length && i < b.length; i++) {
    const difference = compareValues(a[i], b[i])
    if (difference !== 0) return difference
  }
  return a.length - b.length
}

/** Bytes and subtype of binary data of any class. */
export function binaryOf(value: unknown): { bytes: Uint8Array; subtype: number } {
  if (value instanceof Binary) return { bytes: value.buffer.subarray(0, value.position), subtype: value.sub_type }
  return { bytes: value instanceof Uint8Array ? value : new Uint8Array(), subtype: 0 }
}

function compareBinary(a: unknown, b: unknown): number {
  const x = binaryOf(a)
  const y = binaryOf(b)
  return x.bytes.length - y.bytes.length || x.subtype - y.subtype || Buffer.compare(x.bytes, y.bytes)
}

/** Pattern and options of a regular expression as comparable text. */
export function regexText(value: unknown): string {
  if (value instanceof BSONRegExp) return `${value.pattern}\0${value.options}`
  if (value instanceof RegExp) return `${value.source}\0${[...value.flags].sort().join('')}`
  return String(value)
}

/** Code and DBRef as comparable text. */
export function rareText(value: unknown): string {
  return value instanceof Code ? value.code : JSON.stringify(value)
}
