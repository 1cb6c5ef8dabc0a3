import { createHash } from 'node:crypto'
import { Decimal128, Double, Int32, Long, ObjectId, Timestamp } from 'bson'
import { approximate, binaryOf, compareValues, rareText, regexText, toFraction } from '../bson/compare.js'
import { isDoc, ORDER, typeOrder } from '../bson/types.js'

/**
 * Index keys: bytes whose order is BSON's order of the values.
 *
 * A value is its type's byte (see ORDER) and its content. No value is a prefix of another, so values can be concatenated,
 * and all keys with the same first value are adjacent. Equal numbers of different types have equal bytes. The bits of a
 * descending field are inverted.
 */

/** LMDB accepts keys up to 1,978 bytes. A longer key is truncated and made unique by a hash of the whole key. */
export const MAX_KEY_BYTES = 1500

/** An empty array in an index; it sorts before null. */
export const EMPTY_ARRAY = Symbol('empty array')

export class KeyWriter {
  #bytes: Buffer = Buffer.allocUnsafe(256)
  #length = 0

  /** The bytes written so far, as a copy. */
  take(): Buffer {
    return Buffer.from(this.#bytes.subarray(0, this.#length))
  }

  reset(): this {
    this.#length = 0
    return this
  }

  get length(): number {
    return this.#length
  }

  /** Inverts all bits from a position on, for a descending field. */
  invertFrom(position: number): void {
    for (let i = position; i < this.#length; i++) this.#bytes[i] = ~(this.#bytes[i] ?? 0) & 0xff
  }

  #room(size: number): number {
    const at = this.#length
    if (at + size > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, at + size))
      this.#bytes.copy(larger, 0, 0, at)
      this.#bytes = larger
    }
    this.#length = at + size
    return at
  }

  byte(value: number): this {
    const at = this.#room(1)
    this.#bytes[at] = value
    return this
  }

  raw(value: Uint8Array): this {
    const at = this.#room(value.length)
    this.#bytes.set(value, at)
    return this
  }

  uint32(value: number): this {
    const at = this.#room(4)
    this.#bytes.writeUInt32BE(value >>> 0, at)
    return this
  }

  recordId(value: number): this {
    const at = this.#room(6)
    this.#bytes.writeUIntBE(value, at, 6)
    return this
  }

  /** Text, terminated by two zero bytes; a zero inside is followed by 255. */
  text(value: string): this {
    const size = Buffer.byteLength(value)
    if (!value.includes('\0')) {
      const at = this.#room(size + 2)
      this.#bytes.write(value, at)
      this.#bytes[at + size] = 0
      this.#bytes[at + size + 1] = 0
      return this
    }
    for (const byte of Buffer.from(value)) {
      this.byte(byte)
      if (byte === 0) this.byte(0xff)
    }
    return this.byte(0).byte(0)
  }

  value(value: unknown): this {
    if (value === EMPTY_ARRAY) return this.byte(ORDER.undefined)
    const order = typeOrder(value)
    this.byte(order)
    switch (order) {
      case ORDER.number:
        return this.#number(value)
      case ORDER.string:
        return this.text(String(value))
      case ORDER.object:
        return this.#object(value)
      case ORDER.array:
        return this.#array(value)
      case ORDER.binary: {
        const { bytes, subtype } = binaryOf(value)
        return this.uint32(bytes.length).byte(subtype).raw(bytes)
      }
      case ORDER.objectId:
        return value instanceof ObjectId ? this.raw(value.id) : this
      case ORDER.boolean:
        return this.byte(value ? 1 : 0)
      case ORDER.date:
        return this.#date(value)
      case ORDER.timestamp:
        return value instanceof Timestamp ? this.uint32(value.t).uint32(value.i) : this
      case ORDER.regex:
        return this.text(regexText(value))
      case ORDER.code:
      case ORDER.dbRef:
        return this.text(rareText(value))
      default:
        return this
    }
  }

  /**
   * The nearest double and the distance of the exact number from it: for a long twice the distance (even), for a decimal
   * that equals no double an odd number and its digits.
   */
  #number(value: unknown): this {
    const double = approximate(value)
    const at = this.#room(11)
    if (Number.isNaN(double)) this.#bytes.fill(0, at, at + 8)
    else {
      // + 0 maps -0 to 0.
      this.#bytes.writeDoubleBE(double + 0, at)
      const isNegative = ((this.#bytes[at] ?? 0) & 0x80) !== 0
      if (isNegative) for (let i = at; i < at + 8; i++) this.#bytes[i] = ~(this.#bytes[i] ?? 0) & 0xff
      else this.#bytes[at] = (this.#bytes[at] ?? 0) | 0x80
    }
    this.#bytes.writeUIntBE(0x800000, at + 8, 3)
    if (typeof value === 'number' || value instanceof Double || value instanceof Int32) return this
    if (value instanceof Long) {
      if (Number.isSafeInteger(double)) return this
      const distance = Number(value.toBigInt() - BigInt(double))
      this.#bytes.writeUIntBE(0x800000 + distance * 2, at + 8, 3)
    } else if (value instanceof Decimal128 && Number.isFinite(double)) {
      const distance = compareValues(value, double)
      if (distance === 0) return this
      this.#bytes.writeUIntBE(0x800000 + (distance < 0 ? -1 : 1), at + 8, 3)
      const { digits, scale } = toFraction(value)
      this.text(canonicalDecimal(digits, scale))
    }
    return this
  }

  #date(value: unknown): this {
    const at = this.#room(8)
    const time = value instanceof Date ? value.getTime() : 0
    this.#bytes.writeBigInt64BE(BigInt(Number.isNaN(time) ? 0 : time), at)
    this.#bytes[at] = (this.#bytes[at] ?? 0) ^ 0x80
    return this
  }

  #object(value: unknown): this {
    if (isDoc(value)) {
      for (const key of Object.keys(value)) {
        const inner = value[key]
        this.byte(typeOrder(inner)).text(key).value(inner)
      }
    }
    return this.byte(0)
  }

  #array(value: unknown): this {
    if (Array.isArray(value)) for (const inner of value) this.value(inner)
    return this.byte(0)
  }
}

function canonicalDecimal(digits: bigint, scale: number): string {
  let [d, s] = [digits, scale]
  while (s > 0 && d % 10n === 0n) {
    d /= 10n
    s--
  }
  return `${d}E-${s}`
}

/** One value as index bytes. */
export function encodeValue(value: unknown): Buffer {
  return new KeyWriter().value(value).take()
}

/** Inverts all bits. */
export function invert(bytes: Uint8Array): Buffer {
  const inverted = Buffer.allocUnsafe(bytes.length)
  for (let i = 0; i < bytes.length; i++) inverted[i] = ~(bytes[i] ?? 0) & 0xff
  return inverted
}

/** The first bytes after all keys with this prefix. */
export function afterPrefix(prefix: Uint8Array): Buffer {
  let end = prefix.length
  while (end > 0 && prefix[end - 1] === 0xff) end--
  const next = Buffer.from(prefix.subarray(0, end))
  if (end > 0) next[end - 1] = (next[end - 1] ?? 0) + 1
  return next
}

/** A key within LMDB's limit: a long key is truncated and gets a hash of the whole key. */
export function fitKey(key: Buffer): { key: Buffer; isCut: boolean } {
  if (key.length <= MAX_KEY_BYTES) return { key, isCut: false }
  const hash = createHash('sha256').update(key).digest()
  return { key: Buffer.concat([key.subarray(0, MAX_KEY_BYTES - hash.length), hash]), isCut: true }
}

/** Prefix length that is never truncated; bounds up to it are valid for truncated keys too. */
export const CUT_PREFIX_BYTES = MAX_KEY_BYTES - 32
