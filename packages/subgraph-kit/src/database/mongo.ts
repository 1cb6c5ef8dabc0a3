import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from '@setrum/service-runtime'
import mongoose, { type Connection, Types } from 'mongoose'
import { Deadline } from '../deadline.js'

export interface MongoOptions {
  /** The server's address; a database named in it is not used. */
  uri: string
  /** The database that this subgraph owns. */
  database: string
  logger: Logger
}

/** Delay between two attempts to connect or to prepare. */
const RETRY_MS = 500
/** Shorter than the time-out of a readiness probe. */
const PROBE_TIMEOUT_MS = 800
/** MongoDB's code for a write that a unique index refused. */
const DUPLICATE_KEY = 11_000

/**
 * Opens a subgraph's own database without waiting for the server: a subgraph starts, is not ready, and becomes ready when
 * the database is connected.
 */
export function connectMongo({ uri, database, logger }: MongoOptions): Connection {
  // Client input is data: query operators and unknown columns in it are rejected.
  mongoose.set('sanitizeFilter', true)
  mongoose.set('strictQuery', 'throw')
  // A query before the first connection fails as fast as one after it was lost.
  mongoose.set('bufferTimeoutMS', 2_000)
  const connection = mongoose.createConnection()
  connection.on('error', (err) =>
    logger.error({ event: 'database.connection_failed', err }, 'the database connection failed'),
  )
  let isClosing = false
  connection.on('disconnecting', () => {
    isClosing = true
  })
  connection.on('disconnected', () => {
    if (!isClosing) logger.warn({ event: 'database.disconnected' }, 'the database connection is lost')
  })
  connection.on('connected', () => logger.info({ event: 'database.connected', database }, 'the database is connected'))
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

/**
 * Whether the database accepts a write now. A read-only server and a full disk respond to a ping, so the probe stores the
 * time in a document of its own.
 */
export async function isMongoWritable(connection: Connection): Promise<boolean> {
  if (connection.readyState !== mongoose.ConnectionStates.connected) return false
  try {
    const write = connection
      .collection<{ _id: string; at: Date }>('readiness')
      .updateOne({ _id: 'probe' }, { $set: { at: new Date() } }, { upsert: true })
    return (await new Deadline(PROBE_TIMEOUT_MS).race(write)) !== null
  } catch (error) {
    // Another process stored its first probe at the same time.
    return isDuplicateKeyError(error)
  }
}

/** Parses an object id; null for an invalid one, which behaves like an id without a document. */
export function readObjectId(text: string): Types.ObjectId | null {
  return /^[0-9a-f]{24}$/i.test(text) ? new Types.ObjectId(text) : null
}

export interface DatabasePreparation {
  /** Whether everything is prepared; a subgraph is not ready before. */
  isDone: () => boolean
  /** Stops retrying, for the shutdown. */
  stop: () => void
}

/**
 * Prepares a subgraph's database once, such as its indexes. It retries until it succeeds, since the database may start
 * later than the subgraph. `prepare` must be repeatable after it failed halfway.
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
        logger.warn({ event: 'database.preparation_failed', err }, 'the database could not be prepared yet')
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

/** Whether a unique index refused a write. */
export function isDuplicateKeyError(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === DUPLICATE_KEY
}

/** The fields of the unique index that refused a write; null for any other error. */
export function readDuplicateKeyFields(error: unknown): string[] | null {
  if (!isDuplicateKeyError(error)) return null
  const { keyPattern } = error as { keyPattern?: unknown }
  return typeof keyPattern === 'object' && keyPattern !== null ? Object.keys(keyPattern) : null
}
