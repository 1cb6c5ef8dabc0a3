import { createLogger, runWithGracefulShutdown, startTracing } from '@setrum/service-runtime'
import { readUsersEnv } from './env.js'

const logger = createLogger('users')

await runWithGracefulShutdown(logger, async () => {
  // After the signal handlers: the modules of the server take a while to load.
  const { startUsers } = await import('./server.js')
  const env = readUsersEnv()
  logger.level = env.logLevel
  const { traces, stop: stopTracing } = startTracing('users', env.tracing)
  const { stop } = await startUsers({ ...env, traces, logger, now: () => new Date() })
  return async () => {
    await stop()
    await stopTracing()
  }
})
