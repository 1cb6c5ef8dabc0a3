import { createLogger, runWithGracefulShutdown } from '@setrum/service-runtime'
import { readMasterEnv } from './env.js'

const logger = createLogger('master')

await runWithGracefulShutdown(logger, async () => {
  // After the signal handlers: the modules of the server take a while to load.
  const { startMaster } = await import('./server.js')
  const env = readMasterEnv()
  logger.level = env.logLevel
  if (env.isSandboxBiller) logger.warn({ event: 'biller.sandbox' }, 'the biller is a sandbox; prices are not real')
  const { stop } = await startMaster({ ...env, logger, now: () => new Date() })
  return stop
})
