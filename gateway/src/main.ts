import { createLogger, run } from '@setrum/process'
import { readGatewayEnv } from './env.js'
import { startGateway } from './server.js'

const logger = createLogger('gateway')

await run(logger, async () => {
  const { logLevel, ...env } = readGatewayEnv()
  logger.level = logLevel
  const { stop } = await startGateway({ ...env, logger, now: () => new Date() })
  return stop
})
