import { createLogger, runWithGracefulShutdown, startTracing } from '@setrum/service-runtime'
import { readTransactionsEnv } from './env.js'
import { startTransactions } from './server.js'

const logger = createLogger('transactions')

await runWithGracefulShutdown(logger, async () => {
  const env = readTransactionsEnv()
  logger.level = env.logLevel
  if (env.isSandboxBiller) logger.warn('sales go to the sandbox of the biller: no real token is bought')
  const { traces, stop: stopTracing } = startTracing('transactions', env.tracing)
  const { stop } = await startTransactions({ ...env, traces, logger, now: () => new Date() })
  return async () => {
    await stop()
    await stopTracing()
  }
})
