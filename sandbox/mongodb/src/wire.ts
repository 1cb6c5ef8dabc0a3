import { documentsIn, elements } from './bson/raw.js'

// The wire protocol: https://www.mongodb.com/docs/manual/reference/mongodb-wire-protocol/

const OP_REPLY = 1
const OP_QUERY = 2004
const OP_MSG = 2013

export const MAX_MESSAGE_BYTES = 48_000_000
const HEADER_BYTES = 16

const CHECKSUM_PRESENT = 1
const MORE_TO_COME = 2
/** An unknown flag among the lower 16 must be refused. */
const REQUIRED_FLAGS = 0xffff

/** Invalid protocol data: the connection must be closed. */
export class WireError extends Error {
  override name = 'WireError'
}

export interface Message {
  requestId: number
  /** OP_QUERY, used for the first hello only. */
  isLegacy: boolean
  body: Buffer
  sequences: Map<string, Buffer[]>
  /** Whether the client expects no response. */
  isUnacknowledged: boolean
}

/** Splits a stream into messages. */
export class Framer {
  #pieces: Buffer[] = []
  #size = 0

  #join(): void {
    if (this.#pieces.length > 1) this.#pieces = [Buffer.concat(this.#pieces)]
  }

  /** @throws WireError for an invalid message length */
  *push(piece: Buffer): Generator<Buffer> {
    this.#pieces.push(piece)
    this.#size += piece.length
    while (this.#size >= HEADER_BYTES) {
      if ((this.#pieces[0]?.length ?? 0) < 4) this.#join()
      const length = this.#pieces[0]?.readInt32LE(0) ?? 0
      if (length < HEADER_BYTES + 5 || length > MAX_MESSAGE_BYTES) throw new WireError(`a message of ${length} bytes`)
      if (this.#size < length) return
      this.#join()
      const all = this.#pieces[0] ?? Buffer.alloc(0)
      this.#pieces = all.length > length ? [all.subarray(length)] : []
      this.#size -= length
      yield all.subarray(0, length)
    }
  }
}

/** @throws WireError for an invalid message */
export function parseMessage(bytes: Buffer): Message {
  try {
    const code = bytes.readInt32LE(12)
    if (code === OP_MSG) return parseMsg(bytes)
    if (code === OP_QUERY) return parseQuery(bytes)
    throw new WireError(`the operation ${code}; only OP_MSG is spoken`)
  } catch (cause) {
    if (cause instanceof WireError) throw cause
    throw new WireError('a message that ends too early', { cause })
  }
}

function parseMsg(bytes: Buffer): Message {
  const flags = bytes.readUInt32LE(16)
  if ((flags & REQUIRED_FLAGS & ~(CHECKSUM_PRESENT | MORE_TO_COME)) !== 0) throw new WireError(`the flags ${flags}`)
  const end = bytes.length - (flags & CHECKSUM_PRESENT ? 4 : 0)
  if (flags & CHECKSUM_PRESENT && crc32c(bytes.subarray(0, end)) !== bytes.readUInt32LE(end)) {
    throw new WireError('a checksum that does not fit')
  }
  let body: Buffer | undefined
  const sequences = new Map<string, Buffer[]>()
  let at = 20
  while (at < end) {
    const kind = bytes[at]
    const size = bytes.readInt32LE(at + 1)
    const section = bytes.subarray(at + 1, at + 1 + size)
    if (size < 5 || at + 1 + size > end) throw new WireError('a section longer than its message')
    at += 1 + size
    if (kind === 0 && !body) body = section
    else if (kind === 1) {
      const nameEnd = section.indexOf(0, 4)
      if (nameEnd < 0) throw new WireError('a section without a name')
      sequences.set(section.toString('utf8', 4, nameEnd), sequence(section.subarray(nameEnd + 1)))
    } else throw new WireError(`a section of kind ${kind}`)
  }
  if (!body) throw new WireError('a message without a body')
  return {
    requestId: bytes.readInt32LE(4),
    isLegacy: false,
    body,
    sequences,
    isUnacknowledged: (flags & MORE_TO_COME) !== 0,
  }
}

function sequence(bytes: Buffer): Buffer[] {
  const documents: Buffer[] = []
  let at = 0
  while (at < bytes.length) {
    const size = bytes.readInt32LE(at)
    if (size < 5 || at + size > bytes.length) throw new WireError('a document longer than its section')
    documents.push(bytes.subarray(at, at + size))
    at += size
  }
  return documents
}

function parseQuery(bytes: Buffer): Message {
  const nameEnd = bytes.indexOf(0, 20)
  if (nameEnd < 0) throw new WireError('a query without a collection')
  const at = nameEnd + 9
  const size = bytes.readInt32LE(at)
  if (size < 5 || at + size > bytes.length) throw new WireError('a query longer than its message')
  if (!bytes.toString('utf8', 20, nameEnd).endsWith('.$cmd')) throw new WireError('a query in the old form')
  return {
    requestId: bytes.readInt32LE(4),
    isLegacy: true,
    body: bytes.subarray(at, at + size),
    sequences: new Map(),
    isUnacknowledged: false,
  }
}

let lastRequestId = 0

/** The response to a message. */
export function replyTo({ requestId, isLegacy }: Message, document: Buffer): Buffer {
  const head = Buffer.alloc(isLegacy ? 36 : 21)
  head.writeInt32LE(head.length + document.length, 0)
  lastRequestId = (lastRequestId + 1) & 0x7fffffff
  head.writeInt32LE(lastRequestId, 4)
  head.writeInt32LE(requestId, 8)
  head.writeInt32LE(isLegacy ? OP_REPLY : OP_MSG, 12)
  if (isLegacy) {
    head.writeInt32LE(8, 16)
    head.writeInt32LE(1, 32)
  }
  return Buffer.concat([head, document])
}

/** Reads a field with an array of documents from a command's body, as BSON. */
export function takeDocuments(body: Buffer, field: string): Buffer[] | undefined {
  for (const { name, type, value, end } of elements(body)) {
    if (name === field && type === 0x04) return documentsIn(body.subarray(value, end))
  }
  return undefined
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let value = n
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1
  return value >>> 0
})

function crc32c(bytes: Buffer): number {
  let crc = 0xffffffff
  for (const byte of bytes) crc = (CRC_TABLE[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8)
  return (crc ^ 0xffffffff) >>> 0
}
