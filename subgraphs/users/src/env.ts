import { type AccessTokenKey, developmentAccessTokenKeys, readAccessTokenKeys } from '@setrum/identity'
import { EnvError, httpUrl, port, readEnv, requireSet, str } from '@setrum/service-runtime'
import { readSubgraphEnv, type SubgraphEnv } from '@setrum/subgraph-kit'

export interface UsersEnv extends SubgraphEnv {
  port: number
  database: string
  /** New tokens are signed with the first key. */
  accessTokenKeys: AccessTokenKey[]
  masterUrl: string
}

/**
 * Reads the users subgraph's environment.
 * @throws EnvError naming every variable that is missing or wrong
 */
export function readUsersEnv(environment: NodeJS.ProcessEnv = process.env): UsersEnv {
  const common = readSubgraphEnv(environment)
  const env = readEnv(
    {
      USERS_PORT: port({ default: 4001 }),
      MASTER_PORT: port({ default: 4002 }),
      MASTER_URL: httpUrl({ default: '' }),
      ACCESS_TOKEN_KEYS: str({ default: '' }),
    },
    environment,
  )
  if (common.isProduction) requireSet({ ACCESS_TOKEN_KEYS: env.ACCESS_TOKEN_KEYS, MASTER_URL: env.MASTER_URL })
  return {
    ...common,
    port: env.USERS_PORT,
    database: `${common.databasePrefix}users`,
    accessTokenKeys: env.ACCESS_TOKEN_KEYS
      ? signingKeys(env.ACCESS_TOKEN_KEYS)
      : developmentAccessTokenKeys(common.dataDir),
    masterUrl: env.MASTER_URL || `http://127.0.0.1:${env.MASTER_PORT}/graphql`,
  }
}

/** @returns the first admin's password, usually from PASSWORD_FILE; null when it comes on standard input */
export function readPasswordEnv(environment: NodeJS.ProcessEnv = process.env): string | null {
  const env = readEnv({ PASSWORD: str({ default: '' }) }, environment)
  return env.PASSWORD || null
}

function signingKeys(text: string): AccessTokenKey[] {
  try {
    const keys = readAccessTokenKeys(text)
    if (keys[0]?.privateKey) return keys
  } catch (cause) {
    throw new EnvError(`ACCESS_TOKEN_KEYS has a value that cannot be used: ${(cause as Error).message}`, { cause })
  }
  throw new EnvError('ACCESS_TOKEN_KEYS has a value that cannot be used: its first key is not a private key.')
}
