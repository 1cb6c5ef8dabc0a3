import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { createLogger, type Logger } from '@setrum/service-runtime'
import { Mutex } from 'async-mutex'
import { config, up } from 'migrate-mongo'
import type { Connection } from 'mongoose'
import { isDuplicateKeyError } from './duplicate-key.js'
import { readDatabaseEnv } from './env.js'
import { connectMongo } from './mongo.js'

/** Whoever migrates and dies is taken for dead after this long; who lives renews in time. */
const LOCK_MS = 30_000
const ASK_AGAIN_MS = 200

/** migrate-mongo has one configuration for the whole process. */
const migrating = new Mutex()

interface Lock {
  _id: 'migrating'
  owner: string
  until: Date
}

/**
 * Brings a subgraph's database to what this version needs: runs what is in its folder of migrations and was not run
 * yet, in the order of the names, one process at a time. There is no way back: what was wrong is put right by another.
 * @returns the names of those that were run now
 * @throws Error naming the migration that failed; those before it stay done
 */
export async function migrate(connection: Connection, folder: URL): Promise<string[]> {
  const giveBack = await takeLock(connection)
  try {
    return await migrating.runExclusive(() => {
      config.set({
        migrationsDir: fileURLToPath(folder),
        migrationFileExtension: '.mjs',
        changelogCollectionName: 'migration',
        // Its own lock looks first and writes then, so that two can pass; it also reads what is open before it locks.
        lockCollectionName: '',
        lockTtl: 0,
        useFileHash: false,
      })
      const { db } = connection
      if (!db) throw new Error('there is no connection to the database')
      // Its types are those of another copy of the driver.
      return up(db as never, connection.getClient() as never)
    })
  } finally {
    await giveBack()
  }
}

/** The program `migrate-main` of a subgraph. */
export async function runMigrations(name: string, folder: URL): Promise<void> {
  const { mongoUri, databasePrefix } = readDatabaseEnv()
  const logger: Logger = createLogger(`${name}-migrate`, 'error')
  const connection = connectMongo({ uri: mongoUri, database: `${databasePrefix}${name}`, logger })
  try {
    await connection.asPromise()
    const done = await migrate(connection, folder)
    console.log(`${name}: ${done.length === 0 ? 'nothing to do' : done.join(', ')}`)
  } catch (error) {
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
  // The database says who is first: where somebody holds it, the filter finds nothing and the insert is a second `_id`.
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
  while (!(await take())) await sleep(ASK_AGAIN_MS)
  const renewal = setInterval(() => {
    // One that fails is followed by others before the lock lapses.
    locks.updateOne({ _id: 'migrating', owner }, { $set: { until: until() } }).catch(() => undefined)
  }, LOCK_MS / 5)
  return async () => {
    clearInterval(renewal)
    await locks.deleteOne({ _id: 'migrating', owner })
  }
}
