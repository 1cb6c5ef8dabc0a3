import { randomBytes } from 'node:crypto'
import { Long } from 'bson'
import { MAX_DOCUMENT_BYTES } from './bson/codec.js'
import { MongoError } from './errors.js'
import { withDeadline } from './query/deadline.js'
import { PAUSE } from './query/scan.js'

/** Results as BSON, computed on demand. */
export type Results = Iterator<Buffer | typeof PAUSE>

/** Idle cursors are closed after this time, as in MongoDB. */
const IDLE_MS = 10 * 60_000
/** A reader yields to others after this time. */
const TURN_MS = 4

/** Conditions that end an operation early. */
export interface Limits {
  /** As from Date.now(). */
  deadline: number
  /** True once the client has closed the connection. */
  isCancelled: () => boolean
}

/**
 * Called between two steps of an operation.
 * @throws MaxTimeMSExpired, ClientDisconnect
 */
export function checkLimits({ deadline, isCancelled }: Limits): void {
  if (Date.now() > deadline) throw new MongoError('MaxTimeMSExpired', 'operation exceeded time limit')
  if (isCancelled()) throw new MongoError('ClientDisconnect', 'the client closed the connection')
}

interface OpenCursor {
  results: Results
  ns: string
  /** Already read, for the next batch. */
  waiting: Buffer | undefined
  usedAt: number
  isBusy: boolean
}

export interface Batch {
  id: Long
  documents: Buffer[]
}

/** Results that did not fit into one response. */
export class Cursors {
  readonly #open = new Map<string, OpenCursor>()

  get count(): number {
    return this.#open.size
  }

  /**
   * Returns the first batch; remaining results stay open under an id.
   * @param batchSize undefined: as many as fit
   */
  async first(
    results: Results,
    ns: string,
    options: { batchSize: number; isSingle: boolean; limits: Limits },
  ): Promise<Batch> {
    const cursor: OpenCursor = { results, ns, waiting: undefined, usedAt: Date.now(), isBusy: false }
    const { documents, isDone } = await fill(cursor, options.batchSize, options.limits)
    if (isDone || options.isSingle) {
      results.return?.()
      return { id: Long.ZERO, documents }
    }
    const id = Long.fromBits(randomBytes(4).readInt32LE(), randomBytes(4).readInt32LE() & 0x7fffffff)
    this.#open.set(id.toString(), cursor)
    return { id, documents }
  }

  /** @throws CursorNotFound */
  async more(id: Long, ns: string, options: { batchSize: number; limits: Limits }): Promise<Batch> {
    const cursor = this.#open.get(id.toString())
    if (!cursor) throw new MongoError('CursorNotFound', `cursor id ${id} not found`)
    if (cursor.ns !== ns)
      throw new MongoError(
        'Unauthorized',
        `Requested getMore on namespace '${ns}', but cursor belongs to a different namespace ${cursor.ns}`,
      )
    if (cursor.isBusy) throw new MongoError({ code: 292, name: 'CursorInUse' }, `cursor id ${id} is already in use`)
    cursor.isBusy = true
    cursor.usedAt = Date.now()
    try {
      const { documents, isDone } = await fill(cursor, options.batchSize, options.limits)
      if (isDone) this.#open.delete(id.toString())
      return { id: isDone ? Long.ZERO : id, documents }
    } catch (error) {
      this.#open.delete(id.toString())
      throw error
    } finally {
      cursor.isBusy = false
    }
  }

  /** @returns false for an unknown cursor */
  kill(id: Long): boolean {
    this.#open.get(id.toString())?.results.return?.()
    return this.#open.delete(id.toString())
  }

  expire(now = Date.now()): void {
    for (const [id, { usedAt, isBusy, results }] of this.#open) {
      if (isBusy || now - usedAt < IDLE_MS) continue
      results.return?.()
      this.#open.delete(id)
    }
  }

  clear(): void {
    this.#open.clear()
  }
}

async function fill(
  cursor: OpenCursor,
  batchSize: number,
  limits: Limits,
): Promise<{ documents: Buffer[]; isDone: boolean }> {
  const documents: Buffer[] = []
  let bytes = 0
  if (cursor.waiting && batchSize > 0) {
    documents.push(cursor.waiting)
    bytes = cursor.waiting.length
    cursor.waiting = undefined
  }
  let isDone = false
  await readAll(cursor.results, limits, (document) => {
    // Read one result ahead, so that the last batch closes the cursor without an empty batch.
    if (documents.length >= batchSize || (documents.length > 0 && bytes + document.length > MAX_DOCUMENT_BYTES)) {
      cursor.waiting = document
      return false
    }
    documents.push(document)
    bytes += document.length
    return true
  }).then((atEnd) => {
    isDone = atEnd
  })
  return { documents, isDone }
}

/**
 * Reads results and yields to other readers at intervals.
 * @param take returns false to stop
 * @returns whether the results came to their end
 * @throws MaxTimeMSExpired, ClientDisconnect
 */
export async function readAll<T>(
  results: Iterator<T | typeof PAUSE>,
  limits: Limits,
  take: (result: T) => boolean,
): Promise<boolean> {
  let turnEnds = performance.now() + TURN_MS
  while (true) {
    const { value, done } = withDeadline(limits.deadline, () => results.next())
    if (done) return true
    if (value === PAUSE) {
      checkLimits(limits)
      if (performance.now() > turnEnds) {
        await new Promise(setImmediate)
        turnEnds = performance.now() + TURN_MS
      }
    } else if (!take(value)) return false
  }
}
