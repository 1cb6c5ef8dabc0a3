import { createLogger, runWithGracefulShutdown } from '@setrum/service-runtime'
import { readSandboxEnv } from './env.js'
import { startIakSandbox } from './server.js'

const logger = createLogger('iak-sandbox', process.env.LOG_LEVEL || 'info')

await runWithGracefulShutdown(logger, async () => {
  const env = readSandboxEnv()
  const sandbox = await startIakSandbox({
    logger,
    host: env.HOST,
    port: env.IAK_SANDBOX_PORT,
    username: env.IAK_USERNAME,
    apiKey: env.IAK_API_KEY,
    delay: env.delay,
    callbackUrl: env.callbackUrl,
    journal: env.journal,
    seed: env.IAK_SANDBOX_SEED,
  })
  logger.info({ url: sandbox.url }, 'the biller sandbox is listening: it sells nothing real')
  return sandbox.stop
})
