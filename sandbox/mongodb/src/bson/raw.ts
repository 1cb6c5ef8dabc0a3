import { MongoError } from '../errors.js'

/** One field of a BSON document: its type, and the offsets of its name and value. */
interface Element {
  type: number
  name: string
  /** Offset of the type byte. */
  at: number
  value: number
  end: number
}

const FIXED = new Map([
  [0x01, 8],
  [0x06, 0],
  [0x07, 12],
  [0x08, 1],
  [0x09, 8],
  [0x0a, 0],
  [0x10, 4],
  [0x11, 8],
  [0x12, 8],
  [0x13, 16],
  [0x7f, 0],
  [0xff, 0],
])

function malformed(reason: string): MongoError {
  return new MongoError({ code: 22, name: 'InvalidBSON' }, `invalid BSON: ${reason}`)
}

function valueSize(bytes: Buffer, type: number, at: number): number {
  const fixed = FIXED.get(type)
  if (fixed !== undefined) return fixed
  switch (type) {
    case 0x03:
    case 0x04:
    case 0x0f:
      return bytes.readInt32LE(at)
    case 0x02:
    case 0x0d:
    case 0x0e:
      return 4 + bytes.readInt32LE(at)
    case 0x05:
      return 5 + bytes.readInt32LE(at)
    case 0x0c:
      return 16 + bytes.readInt32LE(at)
    case 0x0b: {
      const first = bytes.indexOf(0, at)
      return bytes.indexOf(0, first + 1) + 1 - at
    }
    default:
      throw malformed(`unknown type 0x${type.toString(16)}`)
  }
}

/**
 * The fields of a BSON document or array, without decoding their values.
 * @throws InvalidBSON
 */
export function* elements(bytes: Buffer): Generator<Element> {
  if (bytes.length < 5 || bytes.readInt32LE(0) !== bytes.length || bytes.at(-1) !== 0) throw malformed('wrong length')
  const stop = bytes.length - 1
  let at = 4
  while (at < stop) {
    const type = bytes[at] ?? 0
    const nameEnd = bytes.indexOf(0, at + 1)
    if (nameEnd < 0 || nameEnd >= stop) throw malformed('a name without an end')
    const value = nameEnd + 1
    // A value of fixed size may end the document; a length prefix must lie inside it.
    if (!FIXED.has(type) && type !== 0x0b && value + 4 > stop) throw malformed('a value without an end')
    const end = value + valueSize(bytes, type, value)
    if (end < value || end > stop) throw malformed('a value longer than its document')
    yield { type, name: bytes.toString('utf8', at + 1, nameEnd), at, value, end }
    at = end
  }
}

/** The documents in a BSON array, as bytes. */
export function documentsIn(array: Buffer): Buffer[] {
  return [...elements(array)].map(({ type, value, end }) => {
    if (type !== 0x03) throw new MongoError('TypeMismatch', 'an array of documents holds something else')
    return array.subarray(value, end)
  })
}

/** A document with some fields of another. */
export function pick(bytes: Buffer, isWanted: (name: string) => boolean): Buffer {
  const parts: Buffer[] = []
  for (const { name, at, end } of elements(bytes)) if (isWanted(name)) parts.push(bytes.subarray(at, end))
  return documentOf(parts)
}

/**
 * The same by field names, for stored documents: one pass and one copy, for aggregations in which decoding dominates the
 * cost.
 */
export function pickNamed(bytes: Buffer, names: ReadonlySet<string>): Buffer {
  const picked = Buffer.allocUnsafe(bytes.length)
  const stop = bytes.length - 1
  let to = 4
  let at = 4
  while (at < stop) {
    let nameEnd = at + 1
    while (bytes[nameEnd] !== 0) nameEnd++
    const end = nameEnd + 1 + valueSize(bytes, bytes[at] ?? 0, nameEnd + 1)
    if (names.has(bytes.toString('latin1', at + 1, nameEnd))) to += bytes.copy(picked, to, at, end)
    at = end
  }
  picked[to] = 0
  picked.writeInt32LE(to + 1, 0)
  return picked.subarray(0, to + 1)
}

/** A document of BSON fields. */
export function documentOf(fields: Buffer[]): Buffer {
  const size = fields.reduce((sum, field) => sum + field.length, 5)
  const document = Buffer.allocUnsafe(size)
  document.writeInt32LE(size, 0)
  let at = 4
  for (const field of fields) at += field.copy(document, at)
  document[at] = 0
  return document
}

/** A field with a BSON document or array. */
export function embedded(type: 0x03 | 0x04, name: string, value: Buffer): Buffer {
  return Buffer.concat([Buffer.from([type]), Buffer.from(name), Buffer.from([0]), value])
}

/** A BSON array of BSON documents. */
export function arrayOf(documents: Buffer[]): Buffer {
  return documentOf(documents.map((document, i) => embedded(0x03, String(i), document)))
}
