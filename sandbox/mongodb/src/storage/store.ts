import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Database, open, type RootDatabase } from 'lmdb'
import { MongoError } from '../errors.js'

/** How long one commit may collect work before it is written, so that readers are not kept waiting. */
const GROUP_MS = 12

interface Job {
  run: () => unknown
  done: (result: unknown) => void
  failed: (error: unknown) => void
}

export interface StoreOptions {
  dir: string
  /**
   * Whether each commit is flushed to the disk before it is acknowledged (fsync). Without, what was acknowledged
   * survives the death of the process, not a power cut.
   */
  flush: boolean
}

type Table = Database<Buffer, Buffer>

/**
 * The file on disk: four tables of bytes in one LMDB environment, and the queue through which everything is written.
 *
 * Writes that arrive together share one LMDB transaction and one flush (group commit). Each is carried out whole
 * inside it, one after another, and is acknowledged when the transaction has been committed.
 */
export class Store {
  readonly #root: RootDatabase<Buffer, Buffer>
  /** Catalog records and counters. */
  readonly meta: Table
  /** Documents: collection id, record id -> BSON. */
  readonly docs: Table
  /** Index entries: index id, key (, record id) -> record id. */
  readonly index: Table
  /** Results of retryable writes: session id -> BSON. */
  readonly retries: Table
  readonly #queue: Job[] = []
  #isScheduled = false
  #isClosed = false
  /** Called inside the transaction before it is committed. */
  beforeCommit: () => void = () => {}
  /** Called when a transaction was given up: what memory holds may differ from the disk. */
  afterAbort: () => void = () => {}

  constructor({ dir, flush }: StoreOptions) {
    mkdirSync(dir, { recursive: true })
    this.#root = open<Buffer, Buffer>({
      path: join(dir, 'data.mdb'),
      noSubdir: true,
      maxDbs: 8,
      encoding: 'binary',
      keyEncoding: 'binary',
      // A plain commit: data and meta page are on the disk when it returns.
      overlappingSync: false,
      noSync: !flush,
    })
    const table = (name: string) =>
      this.#root.openDB<Buffer, Buffer>({ name, encoding: 'binary', keyEncoding: 'binary' })
    this.meta = table('meta')
    this.docs = table('docs')
    this.index = table('index')
    this.retries = table('retries')
  }

  /**
   * Carries out a job inside the next commit. The job must be synchronous, and must check everything before it changes
   * anything: if it throws a MongoError, what it had changed until then stays.
   * @returns the job's result, once it is committed
   */
  write<T>(job: () => T): Promise<T> {
    if (this.#isClosed) return Promise.reject(new MongoError('ShutdownInProgress', 'The server is shutting down'))
    return new Promise<T>((resolve, reject) => {
      let result: { value: T } | undefined
      this.#queue.push({
        run: () => {
          result = { value: job() }
        },
        done: () => {
          if (result) resolve(result.value)
        },
        failed: reject,
      })
      this.#schedule()
    })
  }

  #schedule(): void {
    if (this.#isScheduled) return
    this.#isScheduled = true
    setImmediate(() => {
      this.#isScheduled = false
      this.#commitGroup()
      if (this.#queue.length > 0) this.#schedule()
    })
  }

  #commitGroup(): void {
    const taken: Job[] = []
    const settled: (() => void)[] = []
    const startedAt = performance.now()
    try {
      this.#root.transactionSync(() => {
        while (this.#queue.length > 0 && (taken.length === 0 || performance.now() - startedAt < GROUP_MS)) {
          const job = this.#queue.shift()
          if (!job) break
          taken.push(job)
          settled.push(this.#runJob(job))
        }
        this.beforeCommit()
      })
    } catch (error) {
      this.afterAbort()
      this.#onAbort(taken, error)
      return
    }
    for (const settle of settled) settle()
  }

  /** A refusal is an answer to its own job; any other fault gives up the whole transaction. */
  #runJob(job: Job): () => void {
    try {
      const result = job.run()
      return () => job.done(result)
    } catch (error) {
      if (error instanceof MongoError) return () => job.failed(error)
      throw error
    }
  }

  /** After a fault each job gets a transaction of its own, so that only the faulty one fails. */
  #onAbort(jobs: Job[], error: unknown): void {
    if (jobs.length === 1) {
      jobs[0]?.failed(error)
      return
    }
    for (const job of jobs) {
      try {
        let settle: () => void = () => {}
        this.#root.transactionSync(() => {
          settle = this.#runJob(job)
          this.beforeCommit()
        })
        settle()
      } catch (fault) {
        this.afterAbort()
        job.failed(fault)
      }
    }
  }

  /** Writes what is queued, and closes the files. */
  async close(): Promise<void> {
    this.#isClosed = true
    while (this.#queue.length > 0) this.#commitGroup()
    await this.#root.close()
  }
}
