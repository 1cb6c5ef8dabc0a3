import {
  Binary,
  type BSONRegExp,
  calculateObjectSize,
  Decimal128,
  Double,
  deserialize,
  Int32,
  Long,
  serialize,
  Timestamp,
} from 'bson'
import { MongoError } from '../errors.js'
import { type Doc, isDoc, setField } from './types.js'

export const MAX_DOCUMENT_BYTES = 16 * 1024 * 1024

/**
 * Decodes BSON so that encoding restores the types: an int32 and a double become numbers, a double that would be encoded
 * as an int32 becomes a Double, and a long stays a Long.
 */
export function decode(bytes: Uint8Array): Doc {
  return exact(
    deserialize(bytes, { promoteValues: false, promoteLongs: false, bsonRegExp: true, promoteBuffers: false }),
  )
}

/** Decodes BSON for computation: every number that JavaScript can represent exactly is a number. */
export function decodePlain(bytes: Uint8Array): Doc {
  return deserialize(bytes, { promoteValues: true, promoteLongs: true, bsonRegExp: true })
}

/** Size of bson's buffer. A larger document is truncated or fails, so sizes close to it are checked. */
const BUFFER_BYTES = 17 * 1024 * 1024

/** @throws BSONObjectTooLarge */
export function encode(document: Doc): Buffer {
  try {
    const bytes = serialize(document, { ignoreUndefined: false })
    if (bytes.length < BUFFER_BYTES) return Buffer.from(bytes)
  } catch (error) {
    if (calculateObjectSize(document) <= MAX_DOCUMENT_BYTES) throw error
  }
  throw tooLarge(calculateObjectSize(document))
}

/** Encodes a response without undefined fields. */
export function encodeReply(document: Doc): Buffer {
  return Buffer.from(serialize(document, { ignoreUndefined: true }))
}

export function tooLarge(bytes: number): MongoError {
  return new MongoError(
    'BSONObjectTooLarge',
    `BSONObj size: ${bytes} is invalid. Size must be between 0 and ${MAX_DOCUMENT_BYTES}`,
  )
}

function exact(document: Doc): Doc {
  for (const key of Object.keys(document)) {
    const value = document[key]
    if (typeof value === 'object' && value !== null) document[key] = exactValue(value)
  }
  return document
}

function exactValue(value: unknown): unknown {
  if (value instanceof Int32) return value.value
  if (value instanceof Double) return fromDouble(value.value)
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) value[i] = exactValue(value[i])
    return value
  }
  return isDoc(value) ? exact(value) : value
}

/** A double in memory: wrapped only if BSON would encode it as an int32. */
export function fromDouble(value: number): number | Double {
  return isInt32(value) ? new Double(value) : value
}

export function isInt32(value: number): boolean {
  return Number.isInteger(value) && value >= -0x80000000 && value <= 0x7fffffff && !Object.is(value, -0)
}

/** The value for computation: numbers that JavaScript can represent exactly are numbers. Copies documents. */
export function toPlain(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Double || value instanceof Int32) return value.value
  if (value instanceof Timestamp) return value
  if (value instanceof Long) return longToPlain(value)
  if (Array.isArray(value)) return value.map(toPlain)
  return isDoc(value) ? toPlainDoc(value) : value
}

function toPlainDoc(document: Doc): Doc {
  const plain: Doc = {}
  for (const key of Object.keys(document)) setField(plain, key, toPlain(document[key]))
  return plain
}

function longToPlain(value: Long): number | Long {
  const number = value.toNumber()
  return Number.isSafeInteger(number) ? number : value
}

/** A deep copy that keeps BSON types, which are immutable. */
export function clone<T>(value: T): T
export function clone(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(clone)
  if (!isDoc(value)) return value
  const copy: Doc = {}
  for (const key of Object.keys(value)) setField(copy, key, clone(value[key]))
  return copy
}

export function isRegex(value: unknown): value is RegExp | BSONRegExp {
  return (
    value instanceof RegExp ||
    (typeof value === 'object' && value !== null && '_bsontype' in value && value._bsontype === 'BSONRegExp')
  )
}

export { Binary, Decimal128, Double, Int32, Long, Timestamp }
