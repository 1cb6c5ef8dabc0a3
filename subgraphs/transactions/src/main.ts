import { createLogger, run } from '@setrum/process'
import { readTransactionsEnv } from './env.js'
import { startTransactions } from './server.js'

const logger = createLogger('transactions')

await run(logger, async () => {
  const env = readTransactionsEnv()
  logger.level = env.logLevel
  if (env.isSandboxBiller) logger.warn('no IAK credentials are set: sales go to the sandbox of the biller')
  const { stop } = await startTransactions({ ...env, logger, now: () => new Date() })
  return stop
})
