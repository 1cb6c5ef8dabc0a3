import { isAbsolute, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { logLevel, num, port, readEnv, str } from '@setrum/service-runtime'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))

/** @throws EnvError naming every variable that is wrong */
export function readMongoEnv() {
  const env = readEnv({
    MONGODB_PORT: port({ default: 4017 }),
    DATA_DIR: str({ default: '.data' }),
    MONGODB_TTL_INTERVAL_MS: num({ default: 60_000, desc: 'how often expired documents are removed' }),
    LOG_LEVEL: logLevel(),
  })
  const dataDir = isAbsolute(env.DATA_DIR) ? env.DATA_DIR : resolve(ROOT, env.DATA_DIR)
  return { ...env, dir: resolve(dataDir, 'mongodb') }
}
