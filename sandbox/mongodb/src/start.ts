import { createLogger, type Logger } from '@setrum/service-runtime'
import { NOTICE } from './commands/hello.js'
import { openEngine } from './engine.js'
import { startHousekeeping } from './housekeeping.js'
import { HOST, WireServer } from './server.js'
import { lockFolder } from './storage/lock.js'

export interface EmbeddedMongoOptions {
  /** The folder of the data; one process at a time. */
  dir: string
  /** The port on 127.0.0.1; any free one unless told otherwise. */
  port?: number
  logger?: Logger
  /** How often what has expired by a TTL index is removed; a minute, as in MongoDB, unless told otherwise. */
  ttlIntervalMs?: number
  /** Whether every commit is flushed to the disk; only tests that write a lot have a reason to say no. */
  flush?: boolean
}

export interface EmbeddedMongo {
  uri: string
  port: number
  close: () => Promise<void>
}

/**
 * Starts the embedded database in this process.
 * @throws FolderTakenError when another process has the folder; EADDRINUSE when the port is taken
 */
export async function startEmbeddedMongo(options: EmbeddedMongoOptions): Promise<EmbeddedMongo> {
  const { dir, port = 0, ttlIntervalMs = 60_000, flush = true } = options
  const logger = options.logger ?? createLogger('mongodb', 'silent')
  const unlock = await lockFolder(dir)
  try {
    const engine = openEngine({ dir, flush }, logger)
    const server = new WireServer(engine)
    const stopHousekeeping = startHousekeeping(engine, ttlIntervalMs)
    const close = async () => {
      await server.close()
      await stopHousekeeping()
      engine.cursors.clear()
      await engine.store.close()
      await unlock()
    }
    try {
      const listening = await server.listen(port)
      engine.address = `${HOST}:${listening}`
      const uri = `mongodb://${HOST}:${listening}/?directConnection=true`
      logger.info({ uri, dir, notice: NOTICE }, 'the embedded database is ready')
      return { uri, port: listening, close }
    } catch (error) {
      await stopHousekeeping()
      await engine.store.close()
      throw error
    }
  } catch (error) {
    await unlock()
    throw error
  }
}
