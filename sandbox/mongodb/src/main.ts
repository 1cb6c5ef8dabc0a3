import { createLogger, EnvError, PortTakenError, runWithGracefulShutdown } from '@setrum/service-runtime'
import { readMongoEnv } from './env.js'
import { startEmbeddedMongo } from './start.js'
import { FolderTakenError } from './storage/lock.js'

const logger = createLogger('mongodb')

await runWithGracefulShutdown(logger, async () => {
  const env = readMongoEnv()
  logger.level = env.LOG_LEVEL
  try {
    const { close } = await startEmbeddedMongo({
      dir: env.dir,
      port: env.MONGODB_PORT,
      logger,
      ttlIntervalMs: env.MONGODB_TTL_INTERVAL_MS,
    })
    return close
  } catch (error) {
    if (error instanceof FolderTakenError) throw new EnvError(error.message, { cause: error })
    const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
    throw isTaken
      ? new PortTakenError({ port: env.MONGODB_PORT, portVariable: 'MONGODB_PORT' }, { cause: error })
      : error
  }
})
