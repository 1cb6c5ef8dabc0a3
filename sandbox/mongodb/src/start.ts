import { createLogger, type Logger } from '@setrum/service-runtime'
import { startBackgroundTasks } from './background-tasks.js'
import { NOTICE } from './commands/hello.js'
import { openEngine } from './engine.js'
import { HOST, WireServer } from './server.js'
import { lockFolder } from './storage/lock.js'

export interface EmbeddedMongoOptions {
  /** Data folder; usable by one process at a time. */
  dir: string
  /** Port on 127.0.0.1; any free port by default. */
  port?: number
  logger?: Logger
  /** Interval of the removal of expired documents; a minute by default, as in MongoDB. */
  ttlIntervalMs?: number
  /** Flush every commit to the disk. False only for tests with many writes. */
  flush?: boolean
}

export interface EmbeddedMongo {
  uri: string
  port: number
  close: () => Promise<void>
}

/**
 * Starts the embedded database in this process.
 * @throws FolderTakenError when another process uses the folder; EADDRINUSE when the port is in use
 */
export async function startEmbeddedMongo(options: EmbeddedMongoOptions): Promise<EmbeddedMongo> {
  const { dir, port = 0, ttlIntervalMs = 60_000, flush = true } = options
  const logger = options.logger ?? createLogger('mongodb', 'silent')
  const unlock = await lockFolder(dir)
  try {
    const engine = openEngine({ dir, flush }, logger)
    const server = new WireServer(engine)
    const stopBackgroundTasks = startBackgroundTasks(engine, ttlIntervalMs)
    const close = async () => {
      await server.close()
      await stopBackgroundTasks()
      engine.cursors.clear()
      await engine.store.close()
      await unlock()
    }
    try {
      const listening = await server.listen(port)
      engine.address = `${HOST}:${listening}`
      const uri = `mongodb://${HOST}:${listening}/?directConnection=true`
      logger.info({ event: 'mongodb.ready', uri, dir, notice: NOTICE }, 'embedded database is ready')
      return { uri, port: listening, close }
    } catch (error) {
      await stopBackgroundTasks()
      await engine.store.close()
      throw error
    }
  } catch (error) {
    await unlock()
    throw error
  }
}
