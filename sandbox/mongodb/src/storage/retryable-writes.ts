import { Binary, Long } from 'bson'
import { decode, encode } from '../bson/codec.js'
import { type Doc, isDoc } from '../bson/types.js'
import { MongoError } from '../errors.js'
import type { Store } from './store.js'

/** A write that the client may repeat with the same number when it got no response. */
export interface RetryableWrite {
  /** Id of the session. */
  session: Buffer
  number: Long
}

/** Retention after the session's last write: the session lifetime of drivers. */
const KEPT_MS = 30 * 60_000

/**
 * The results of each session's last retryable write, by statement. The commit of a statement also stores its result: a
 * repeated statement, even after a crash, returns the result and changes nothing.
 */
export class RetryableWrites {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  /**
   * Executes statements that were not executed before. Inside a write job.
   * @param run gets the known results by statement and adds its own
   * @throws TransactionTooOld when the session has a newer write
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

  /** Removes results after their retention. Inside a write job. */
  expire(now = Date.now()): void {
    for (const { key, value } of [...this.#store.retries.getRange({})]) {
      const { at } = decode(value)
      if (at instanceof Date && now - at.getTime() > KEPT_MS) this.#store.retries.removeSync(key)
    }
  }
}

/**
 * Parses the session and number of a retryable write; undefined for other commands.
 * @throws OperationNotSupportedInTransaction for a multi-document transaction
 */
export function retryableWrite(command: string, body: Doc): RetryableWrite | undefined {
  if (body.txnNumber === undefined && body.startTransaction === undefined && body.autocommit === undefined)
    return undefined
  const id = isDoc(body.lsid) ? body.lsid.id : undefined
  const isWrite = ['insert', 'update', 'delete', 'findAndModify', 'findandmodify'].includes(command)
  if (body.startTransaction !== undefined || body.autocommit !== undefined || !isWrite || !(id instanceof Binary)) {
    throw new MongoError(
      // Not 20 as from a standalone server: drivers replace its message by one about retryWrites.
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
