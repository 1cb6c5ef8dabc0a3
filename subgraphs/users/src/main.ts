import { createLogger, run } from '@setrum/process'
import { readUsersEnv } from './env.js'
import { startUsers } from './server.js'

const logger = createLogger('users')

await run(logger, async () => {
  const env = readUsersEnv()
  logger.level = env.logLevel
  const { stop } = await startUsers({ ...env, logger, now: () => new Date() })
  return stop
})
