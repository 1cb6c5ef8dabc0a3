import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from '@setrum/service-runtime'
import mongoose, { type Connection, Types } from 'mongoose'

export interface MongoOptions {
  /** The server's address; a database named in it is not used. */
  uri: string
  /** The database that this subgraph owns. */
  database: string
  logger: Logger
}

/** How long to wait before trying again to reach a database that is not there. */
const RETRY_MS = 500

/**
 * Opens a subgraph's own database. It does not wait for the server: a subgraph starts, answers that it is not ready,
 * and works as soon as the database is there.
 */
export function connectMongo({ uri, database, logger }: MongoOptions): Connection {
  // What a client sends is data: an operator in its place is refused, an unknown column too.
  mongoose.set('sanitizeFilter', true)
  mongoose.set('strictQuery', 'throw')
  // A query before the first connection fails as fast as one after it was lost.
  mongoose.set('bufferTimeoutMS', 2_000)
  const connection = mongoose.createConnection()
  connection.on('error', (err) => logger.error({ err }, 'the database connection failed'))
  connection.on('disconnected', () => logger.warn('the database is away'))
  connection.on('connected', () => logger.info({ database }, 'the database is there'))
  void open(connection, uri, {
    dbName: database,
    autoIndex: false,
    autoCreate: false,
    serverSelectionTimeoutMS: 2_000,
    maxPoolSize: 50,
    retryReads: true,
    retryWrites: true,
    w: 'majority',
    journal: true,
  })
  return connection
}

/** Mongoose reconnects by itself, but only where it was connected once: the first connection is tried until it holds. */
async function open(connection: Connection, uri: string, options: mongoose.ConnectOptions): Promise<void> {
  let isClosed = false
  connection.once('close', () => {
    isClosed = true
  })
  while (!isClosed) {
    try {
      await connection.openUri(uri, options)
      return
    } catch {
      // Logged by the connection's own 'error' event.
      await sleep(RETRY_MS, undefined, { ref: false })
    }
  }
}

/** Whether the database answers now. */
export async function isMongoUp(connection: Connection): Promise<boolean> {
  if (connection.readyState !== mongoose.ConnectionStates.connected) return false
  try {
    await connection.db?.admin().ping()
    return true
  } catch {
    return false
  }
}

/** The id in a text; null for what is none, which answers like an id that nothing has. */
export function readObjectId(text: string): Types.ObjectId | null {
  return /^[0-9a-f]{24}$/i.test(text) ? new Types.ObjectId(text) : null
}

export interface DatabasePreparation {
  /** Whether everything is prepared; a subgraph is not ready before. */
  isDone: () => boolean
  /** Gives up, as when the process stops. */
  stop: () => void
}

/**
 * Does what a subgraph's database needs once before it is used, such as indexes: tried until it works, since the
 * database may come later than the subgraph. `prepare` must bear being called again after it failed halfway.
 */
export function prepareDatabase(prepare: () => Promise<void>, { logger }: { logger: Logger }): DatabasePreparation {
  let isDone = false
  let isStopped = false
  const run = async () => {
    while (!isDone && !isStopped) {
      try {
        await prepare()
        isDone = true
      } catch (err) {
        if (isStopped) return
        logger.warn({ err }, 'the database could not be prepared yet')
        await sleep(RETRY_MS, undefined, { ref: false })
      }
    }
  }
  void run()
  return {
    isDone: () => isDone,
    stop: () => {
      isStopped = true
    },
  }
}
