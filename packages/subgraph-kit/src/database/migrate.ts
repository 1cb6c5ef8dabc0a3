import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { createLogger, type Logger } from '@setrum/service-runtime'
import { Mutex } from 'async-mutex'
import { config, status, up } from 'migrate-mongo'
import type { Connection } from 'mongoose'
import { readDatabaseEnv } from '../env.js'
import { type ProgressBar, startProgressBar } from '../progress-bar.js'
import { connectMongo, isDuplicateKeyError } from './mongo.js'

/** The lock of a dead process lapses after this time; a living one renews it. */
const LOCK_MS = 30_000
const RETRY_MS = 200
const CHANGELOG = 'migration'

/** migrate-mongo has one configuration for the whole process. */
const migrating = new Mutex()

interface Lock {
  _id: 'migrating'
  owner: string
  until: Date
}

/**
 * Runs the pending migrations of a subgraph's folder in the order of their names, one process at a time. Forward only: a
 * wrong migration is corrected by another.
 * @returns the names of the migrations that were run
 * @throws Error naming the migration that failed; those before it stay done
 */
export async function migrate(
  connection: Connection,
  folder: URL,
  onProgress?: (done: number, total: number) => void,
): Promise<string[]> {
  const release = await takeLock(connection)
  try {
    return await migrating.runExclusive(async () => {
      config.set({
        migrationsDir: fileURLToPath(folder),
        migrationFileExtension: '.mjs',
        changelogCollectionName: CHANGELOG,
        // The lock of migrate-mongo is not atomic, and it reads the pending migrations before it locks.
        lockCollectionName: '',
        lockTtl: 0,
        useFileHash: false,
      })
      const { db } = connection
      if (!db) throw new Error('there is no connection to the database')
      // Its types are those of another copy of the driver.
      const watching = onProgress ? await watchProgress(db as never, connection, onProgress) : null
      return up(db as never, connection.getClient() as never).finally(() => clearInterval(watching ?? undefined))
    })
  } finally {
    await release()
  }
}

const PROGRESS_EVERY_MS = 1_000

/** Reports the number of migrations done and of those that were pending: migrate-mongo only records them. */
async function watchProgress(
  db: Parameters<typeof status>[0],
  connection: Connection,
  onProgress: (done: number, total: number) => void,
): Promise<NodeJS.Timeout> {
  const entries = await status(db)
  const total = entries.filter(({ appliedAt }) => appliedAt === 'PENDING').length
  const before = entries.length - total
  if (total > 0) onProgress(0, total)
  const report = async () => {
    const recorded = await connection.collection(CHANGELOG).countDocuments()
    onProgress(Math.max(0, recorded - before), total)
  }
  // A failed count is followed by another.
  return setInterval(() => report().catch(() => undefined), PROGRESS_EVERY_MS)
}

/** The program `migrate-main` of a subgraph. */
export async function runMigrations(name: string, folder: URL): Promise<void> {
  const { mongoUri, databasePrefix } = readDatabaseEnv()
  const logger: Logger = createLogger(`${name}-migrate`, 'error')
  const connection = connectMongo({ uri: mongoUri, database: `${databasePrefix}${name}`, logger })
  let bar: ProgressBar | undefined
  try {
    await connection.asPromise()
    const done = await migrate(connection, folder, (count, total) => {
      bar ??= startProgressBar(`${name}: migrations`, total)
      bar.update(count)
    })
    bar?.update(done.length)
    bar?.stop()
    console.log(`${name}: ${done.length === 0 ? 'nothing to do' : done.join(', ')}`)
  } catch (error) {
    bar?.stop()
    console.error(`${name}: ${(error as Error).message}`)
    process.exitCode = 1
  } finally {
    await connection.close()
  }
}

async function takeLock(connection: Connection): Promise<() => Promise<void>> {
  const locks = connection.collection<Lock>('migrationLock')
  const owner = randomUUID()
  const until = () => new Date(Date.now() + LOCK_MS)
  // Atomic: while another process holds the lock, the filter matches nothing and the insert violates the unique `_id`.
  const take = () =>
    locks
      .updateOne(
        { _id: 'migrating', until: { $lte: new Date() } },
        { $set: { owner, until: until() } },
        { upsert: true },
      )
      .then(() => true)
      .catch((error: unknown) => {
        if (isDuplicateKeyError(error)) return false
        throw error
      })
  while (!(await take())) await sleep(RETRY_MS)
  const renewal = setInterval(() => {
    // A failed renewal is followed by others before the lock lapses.
    locks.updateOne({ _id: 'migrating', owner }, { $set: { until: until() } }).catch(() => undefined)
  }, LOCK_MS / 5)
  return async () => {
    clearInterval(renewal)
    await locks.deleteOne({ _id: 'migrating', owner })
  }
}
