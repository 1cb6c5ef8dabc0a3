import type { Logger } from '@setrum/process'
import mongoose, { type Connection } from 'mongoose'

export interface MongoOptions {
  /** The server's address; a database named in it is not used. */
  uri: string
  /** The database that this subgraph owns. */
  database: string
  logger: Logger
}

/**
 * Opens a subgraph's own database. It does not wait for the server: a subgraph starts, answers that it is not ready,
 * and works as soon as the database is there.
 */
export function connectMongo({ uri, database, logger }: MongoOptions): Connection {
  // What a client sends is data: an operator in its place is refused, an unknown column too.
  mongoose.set('sanitizeFilter', true)
  mongoose.set('strictQuery', 'throw')
  const connection = mongoose.createConnection(uri, {
    dbName: database,
    autoIndex: false,
    serverSelectionTimeoutMS: 2_000,
    maxPoolSize: 50,
    retryReads: true,
    retryWrites: true,
    w: 'majority',
    journal: true,
  })
  connection.on('error', (err) => logger.error({ err }, 'the database connection failed'))
  connection.on('disconnected', () => logger.warn('the database is away'))
  connection.on('connected', () => logger.info({ database }, 'the database is there'))
  return connection
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
