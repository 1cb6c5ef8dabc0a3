import { createLogger, run } from '@setrum/process'
import { readMasterEnv } from './env.js'
import { startMaster } from './server.js'

const logger = createLogger('master')

await run(logger, async () => {
  const env = readMasterEnv()
  logger.level = env.logLevel
  if (env.isSandboxBiller) logger.warn('no IAK credentials are set: prices come from the sandbox of the biller')
  const { stop } = await startMaster({ ...env, logger, now: () => new Date() })
  return stop
})
