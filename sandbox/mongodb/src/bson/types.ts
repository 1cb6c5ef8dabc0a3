import { Binary, Decimal128, Double, Int32, Long, ObjectId, Timestamp } from 'bson'

/** A decoded BSON document; see `decode` for its values. */
export type Doc = Record<string, unknown>

/** Whether a value is a plain document (not an array, a date or a BSON class). */
export function isDoc(value: unknown): value is Doc {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const prototype = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/** Sets a field. An assignment of `__proto__` would change the prototype. */
export function setField(document: Doc, key: string, value: unknown): void {
  if (key !== '__proto__') document[key] = value
  else Object.defineProperty(document, key, { value, writable: true, enumerable: true, configurable: true })
}

export function isNumeric(value: unknown): value is number | Long | Double | Int32 | Decimal128 {
  return (
    typeof value === 'number' ||
    value instanceof Long ||
    value instanceof Double ||
    value instanceof Int32 ||
    value instanceof Decimal128
  )
}

// Timestamp extends Long in JavaScript but is a separate type in BSON.
const isLong = (value: unknown): value is Long => value instanceof Long && !(value instanceof Timestamp)

/** BSON's order of types, after https://www.mongodb.com/docs/manual/reference/bson-type-comparison-order/. */
export const ORDER = {
  minKey: 0x05,
  undefined: 0x0e,
  null: 0x10,
  number: 0x18,
  string: 0x20,
  object: 0x28,
  array: 0x30,
  binary: 0x38,
  objectId: 0x40,
  boolean: 0x48,
  date: 0x50,
  timestamp: 0x58,
  regex: 0x60,
  dbRef: 0x68,
  code: 0x70,
  maxKey: 0xf0,
} as const

/** Rank of a value's type in BSON's type order; a missing value counts as null. */
export function typeOrder(value: unknown): number {
  switch (typeof value) {
    case 'string':
      return ORDER.string
    case 'number':
    case 'bigint':
      return ORDER.number
    case 'boolean':
      return ORDER.boolean
    case 'undefined':
      return ORDER.null
  }
  if (value === null) return ORDER.null
  if (value instanceof Date) return ORDER.date
  if (Array.isArray(value)) return ORDER.array
  if (value instanceof ObjectId) return ORDER.objectId
  if (value instanceof Timestamp) return ORDER.timestamp
  if (isLong(value) || isNumeric(value)) return ORDER.number
  if (value instanceof Binary || value instanceof Uint8Array) return ORDER.binary
  if (value instanceof RegExp) return ORDER.regex
  if (isDoc(value)) return ORDER.object
  return typeOrderOfRare(value)
}

function typeOrderOfRare(value: unknown): number {
  const tag = typeof value === 'object' && value !== null && '_bsontype' in value ? value._bsontype : undefined
  switch (tag) {
    case 'BSONSymbol':
      return ORDER.string
    case 'BSONRegExp':
      return ORDER.regex
    case 'MinKey':
      return ORDER.minKey
    case 'MaxKey':
      return ORDER.maxKey
    case 'DBRef':
      return ORDER.dbRef
    case 'Code':
      return ORDER.code
    default:
      return ORDER.object
  }
}
