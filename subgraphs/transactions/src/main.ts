import { createLogger, runWithGracefulShutdown } from '@setrum/service-runtime'
import { readTransactionsEnv } from './env.js'

const logger = createLogger('transactions')

await runWithGracefulShutdown(logger, async () => {
  // After the signal handlers: the modules of the server take a while to load.
  const { startTransactions } = await import('./server.js')
  const env = readTransactionsEnv()
  logger.level = env.logLevel
  if (env.isSandboxBiller)
    logger.warn({ event: 'biller.sandbox' }, 'sales go to the sandbox of the biller: no real token is bought')
  const { stop } = await startTransactions({ ...env, logger, now: () => new Date() })
  return stop
})
