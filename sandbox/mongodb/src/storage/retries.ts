import { Binary, Long } from 'bson'
import { decode, encode } from '../bson/codec.js'
import { type Doc, isDoc } from '../bson/types.js'
import { MongoError } from '../errors.js'
import type { Store } from './store.js'

/** A write that its sender may send again with the same number when it did not hear the answer. */
export interface RetryableWrite {
  /** The session's id. */
  session: Buffer
  number: Long
}

/** How long a result is kept after the session's last write: as long as drivers keep a session. */
const KEPT_MS = 30 * 60_000

/**
 * The results of each session's last retryable write, by statement. They are written in the same commit as what the
 * statement changed: whoever sends it again, also after a crash, is given the result and changes nothing.
 */
export class Retries {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  /**
   * Carries out statements that were not carried out before. Inside a write job.
   * @param run given what is known of the write: results by statement; it adds its own
   * @throws TransactionTooOld when the session has written something newer
   */
  during<T>(write: RetryableWrite | undefined, run: (results: Map<string, Doc>) => T): T {
    if (!write) return run(new Map())
    const results = this.#read(write)
    const before = results.size
    const result = run(results)
    if (results.size !== before) this.#save(write, results)
    return result
  }

  #read({ session, number }: RetryableWrite): Map<string, Doc> {
    const stored = this.#store.retries.get(session)
    if (!stored) return new Map()
    const { number: last, results } = decode(stored)
    const order = Long.fromValue(last instanceof Long || typeof last === 'number' ? last : 0).compare(number)
    if (order > 0) {
      throw new MongoError(
        'TransactionTooOld',
        `Retryable write with txnNumber ${number} is prohibited on session because a newer retryable write with txnNumber ${last} has already started on this session.`,
      )
    }
    const entries = order === 0 && isDoc(results) ? Object.entries(results) : []
    return new Map(entries.map(([statement, result]) => [statement, isDoc(result) ? result : {}]))
  }

  #save({ session, number }: RetryableWrite, results: Map<string, Doc>): void {
    const record = encode({ number, at: new Date(), results: Object.fromEntries(results) })
    this.#store.retries.putSync(session, record)
  }

  /** Forgets what nobody will ask for again. Inside a write job. */
  expire(now = Date.now()): void {
    for (const { key, value } of [...this.#store.retries.getRange({})]) {
      const { at } = decode(value)
      if (at instanceof Date && now - at.getTime() > KEPT_MS) this.#store.retries.removeSync(key)
    }
  }
}

/**
 * What a command says about being sent again: nothing, or a session and a number.
 * @throws OperationNotSupportedInTransaction for a transaction of several documents
 */
export function retryableWrite(command: string, body: Doc): RetryableWrite | undefined {
  if (body.txnNumber === undefined && body.startTransaction === undefined && body.autocommit === undefined)
    return undefined
  const id = isDoc(body.lsid) ? body.lsid.id : undefined
  const isWrite = ['insert', 'update', 'delete', 'findAndModify', 'findandmodify'].includes(command)
  if (body.startTransaction !== undefined || body.autocommit !== undefined || !isWrite || !(id instanceof Binary)) {
    throw new MongoError(
      // Not 20, which a standalone server gives: drivers put a sentence about retryWrites in its place.
      'OperationNotSupportedInTransaction',
      'The embedded database has no multi-document transactions (a write of one document is atomic). Use MongoDB for them.',
    )
  }
  const number = body.txnNumber
  return {
    session: Buffer.from(id.buffer.subarray(0, id.position)),
    number: number instanceof Long ? number : Long.fromNumber(Number(number)),
  }
}
