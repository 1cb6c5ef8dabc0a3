import { createLogger, runWithGracefulShutdown } from '@setrum/service-runtime'
import { readUsersEnv } from './env.js'

const logger = createLogger('users')

await runWithGracefulShutdown(logger, async () => {
  // After the signal handlers: the modules of the server take a while to load.
  const { startUsers } = await import('./server.js')
  const env = readUsersEnv()
  logger.level = env.logLevel
  const { stop } = await startUsers({ ...env, logger, now: () => new Date() })
  return stop
})
