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
const MAX_KEY_BYTES = 1500

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
   * The nearest double and the exact number's distance from it: even for a whole distance, odd for one with a fraction,
   * whose digits follow. A long and a decimal of equal value have equal bytes.
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
    } else if (value instanceof Decimal128 && Number.isFinite(double) && compareValues(value, double) !== 0) {
      const { whole, fraction } = decimalDistance(value, double)
      const isNear = whole > -FARTHEST && whole < FARTHEST
      const step = isNear ? Number(whole) * 2 + Number(fraction !== '') : (FARTHEST * 2 + 1) * (whole < 0 ? -1 : 1)
      this.#bytes.writeUIntBE(0x800000 + step, at + 8, 3)
      if (!isNear) this.text(`${sortableWhole(whole)}${fraction}`)
      else if (fraction !== '') this.text(fraction)
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

/** Distances from here on, of decimals only, are written as digits. */
const FARTHEST = 0x3fffff

/** The exact distance of a decimal from a double: the next lower whole number, and the digits of the fraction. */
function decimalDistance(value: Decimal128, double: number): { whole: bigint; fraction: string } {
  const [a, b] = [toFraction(value), toFraction(double)]
  const scale = Math.max(a.scale, b.scale)
  const distance = a.digits * 10n ** BigInt(scale - a.scale) - b.digits * 10n ** BigInt(scale - b.scale)
  const unit = 10n ** BigInt(scale)
  const rest = ((distance % unit) + unit) % unit
  return {
    whole: (distance - rest) / unit,
    fraction: rest === 0n ? '' : String(rest).padStart(scale, '0').replace(/0+$/, ''),
  }
}

/** A whole number of up to 999 digits as text in numeric order among those of equal sign. */
function sortableWhole(value: bigint): string {
  const digits = String(value < 0n ? -value : value)
  const text = `${String(digits.length).padStart(3, '0')}${digits}`
  return value < 0n ? text.replace(/\d/g, (digit) => String(9 - Number(digit))) : text
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
