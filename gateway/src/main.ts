import { createLogger, run, startTracing } from '@setrum/process'
import { readGatewayEnv } from './env.js'
import { startGateway } from './server.js'

const logger = createLogger('gateway')

await run(logger, async () => {
  const { logLevel, tracing, ...env } = readGatewayEnv()
  logger.level = logLevel
  const { traces, stop: stopTracing } = startTracing('gateway', tracing)
  const { stop } = await startGateway({ ...env, traces, logger, now: () => new Date() })
  return async () => {
    await stop()
    await stopTracing()
  }
})
