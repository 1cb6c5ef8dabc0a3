import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Database, open, type RootDatabase } from 'lmdb'
import { MongoError } from '../errors.js'

/** Maximum time that a commit collects jobs, so that readers do not wait long. */
const GROUP_MS = 12

interface Job {
  run: () => unknown
  done: (result: unknown) => void
  failed: (error: unknown) => void
}

export interface StoreOptions {
  dir: string
  /**
   * Flush each commit to the disk before acknowledging it (fsync). Without it, acknowledged writes survive the end of the
   * process but not a power failure.
   */
  flush: boolean
}

type Table = Database<Buffer, Buffer>

/**
 * The storage: four tables in one LMDB environment, and the write queue.
 *
 * Concurrent writes share one LMDB transaction and one flush (group commit). They run in it one after another, each
 * completely, and are acknowledged after the commit.
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
  /** Called inside the transaction before the commit. */
  beforeCommit: () => void = () => {}
  /** Called after an aborted transaction: memory may differ from the disk. */
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
   * Runs a job inside the next commit. The job must be synchronous and must validate before it changes anything: changes
   * before a thrown MongoError are not rolled back.
   * @returns the job's result after the commit
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

  /** A MongoError fails only its job; any other error aborts the transaction. */
  #runJob(job: Job): () => void {
    try {
      const result = job.run()
      return () => job.done(result)
    } catch (error) {
      if (error instanceof MongoError) return () => job.failed(error)
      throw error
    }
  }

  /** After an abort each job gets its own transaction, so that only the faulty one fails. */
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

  /** Writes queued jobs and closes the files. */
  async close(): Promise<void> {
    this.#isClosed = true
    while (this.#queue.length > 0) this.#commitGroup()
    await this.#root.close()
  }
}
