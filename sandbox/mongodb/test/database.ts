import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Db, MongoClient } from 'mongodb'
import { afterAll, beforeAll } from 'vitest'
import { type EmbeddedMongo, startEmbeddedMongo } from '../src/index.js'

const given = process.env.MONGODB_URI

/** Whether the tests run on the embedded database; otherwise on the one that MONGODB_URI names. */
export const isEmbedded = !given

export interface Database {
  uri: string
  client: MongoClient
  db: Db
}

/** A database of its own for one test file, on the engine that is to be tested. */
export function useDatabase(): Database {
  const made: Partial<Database> & { stop?: () => Promise<void> } = {}
  beforeAll(async () => {
    const { uri, stop } = given ? { uri: given, stop: async () => {} } : await embedded()
    const client = await MongoClient.connect(uri)
    const db = client.db(`t_${randomBytes(6).toString('hex')}`)
    Object.assign(made, {
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
  afterAll(() => made.stop?.())
  const need = <T>(value: T | undefined): T => {
    if (value === undefined) throw new Error('the database is there inside tests only')
    return value
  }
  return {
    get uri() {
      return need(made.uri)
    },
    get client() {
      return need(made.client)
    },
    get db() {
      return need(made.db)
    },
  }
}

/** The embedded database in a folder of its own. */
export async function embedded(
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

export interface Refusal extends Record<string, unknown> {
  code?: unknown
  message: string
}

/** What a promise is rejected with; a promise that is kept fails the test. */
export async function refusal(promise: Promise<unknown>): Promise<Refusal> {
  try {
    await promise
  } catch (error) {
    if (!(error instanceof Error)) throw error
    const fields: Record<string, unknown> = {}
    // What a bulk write error tells stands in getters.
    for (const name of ['code', 'keyPattern', 'keyValue', 'insertedCount', 'writeErrors'])
      fields[name] = Reflect.get(error, name)
    return { ...fields, message: error.message }
  }
  throw new Error('nothing was refused')
}
