import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Db, MongoClient } from 'mongodb'
import { afterAll, beforeAll } from 'vitest'
import { type EmbeddedMongo, startEmbeddedMongo } from '../../src/start.js'

const givenUri = process.env.MONGODB_URI

/** Whether the tests run on the embedded database; otherwise they run on that of MONGODB_URI. */
export const isEmbedded = !givenUri

export interface Database {
  uri: string
  client: MongoClient
  db: Db
}

/** A separate database for one test file, on the tested engine. */
export function useDatabase(): Database {
  const state: Partial<Database> & { stop?: () => Promise<void> } = {}
  beforeAll(async () => {
    const { uri, stop } = givenUri ? { uri: givenUri, stop: async () => {} } : await startEmbedded()
    const client = await MongoClient.connect(uri)
    const db = client.db(`t_${randomBytes(6).toString('hex')}`)
    Object.assign(state, {
      uri,
      client,
      db,
      stop: async () => {
        await db.dropDatabase()
        await client.close()
        await stop()
      },
    })
  })
  afterAll(() => state.stop?.())
  const requireStarted = <T>(value: T | undefined): T => {
    if (value === undefined) throw new Error('the database is available inside tests only')
    return value
  }
  return {
    get uri() {
      return requireStarted(state.uri)
    },
    get client() {
      return requireStarted(state.client)
    },
    get db() {
      return requireStarted(state.db)
    },
  }
}

/** Starts the embedded database in a temporary folder. */
export async function startEmbedded(
  options: { ttlIntervalMs?: number } = {},
): Promise<EmbeddedMongo & { stop: () => Promise<void>; dir: string }> {
  const dir = await mkdtemp(join(tmpdir(), 'setrum-mongodb-'))
  const database = await startEmbeddedMongo({ dir, ...options })
  return {
    ...database,
    dir,
    stop: async () => {
      await database.close()
      await rm(dir, { recursive: true, force: true })
    },
  }
}

export interface Rejection extends Record<string, unknown> {
  code?: unknown
  message: string
}

/** @returns the error of a rejected promise @throws when the promise resolves */
export async function rejectionOf(promise: Promise<unknown>): Promise<Rejection> {
  try {
    await promise
  } catch (error) {
    if (!(error instanceof Error)) throw error
    const fields: Record<string, unknown> = {}
    // Getters of a bulk write error.
    for (const name of ['code', 'keyPattern', 'keyValue', 'insertedCount', 'writeErrors'])
      fields[name] = Reflect.get(error, name)
    return { ...fields, message: error.message }
  }
  throw new Error('the promise was not rejected')
}
