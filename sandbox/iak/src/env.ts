import { isAbsolute, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { logLevel, num, port, readEnv, str } from '@setrum/service-runtime'
import { SANDBOX_ACCOUNT } from './server.js'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))

/** @throws EnvError naming every variable that is wrong */
export function readSandboxEnv() {
  const env = readEnv({
    IAK_SANDBOX_PORT: port({ default: 4010 }),
    GATEWAY_PORT: port({ default: 4000 }),
    HOST: str({ default: '127.0.0.1' }),
    DATA_DIR: str({ default: '.data' }),
    IAK_USERNAME: str({ default: SANDBOX_ACCOUNT.username }),
    IAK_API_KEY: str({ default: SANDBOX_ACCOUNT.apiKey }),
    IAK_SANDBOX_DELAY_MS: num({ default: undefined }),
    IAK_SANDBOX_MODE: str({
      choices: ['auto', 'faithful'],
      default: 'auto',
      desc: 'faithful: nothing settles by itself',
    }),
    IAK_SANDBOX_SEED: num({ default: 20_240_710 }),
    IAK_CALLBACK_URL: str({ default: undefined }),
    LOG_LEVEL: logLevel(),
  })
  const dataDir = isAbsolute(env.DATA_DIR) ? env.DATA_DIR : resolve(ROOT, env.DATA_DIR)
  return {
    ...env,
    delay: env.IAK_SANDBOX_MODE === 'faithful' ? null : (env.IAK_SANDBOX_DELAY_MS ?? ('seeded' as const)),
    callbackUrl: env.IAK_CALLBACK_URL ?? `http://127.0.0.1:${env.GATEWAY_PORT}/callbacks/iak`,
    ledgerFile: resolve(dataDir, 'iak-sandbox', 'ledger.jsonl'),
  }
}
