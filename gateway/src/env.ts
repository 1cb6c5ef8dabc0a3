import { existsSync, readFileSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  type AccessTokenKey,
  developmentAccessTokenKeys,
  developmentIdentitySecret,
  readAccessTokenKeys,
} from '@setrum/identity'
import {
  bool,
  EnvError,
  httpUrl,
  logLevel,
  milliseconds,
  nodeEnv,
  num,
  port,
  readEnv,
  readTracingEnv,
  requireSet,
  sharedSecret,
  str,
  type TracingEnv,
  trustedProxies,
} from '@setrum/service-runtime'
import { z } from 'zod'
import { addressesOf } from './upstream/upstream-addresses.js'

/** The folder of the whole repository: this file is two levels below it, in src/ as in dist/. */
const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** What the web app's codegen writes. */
const WEB_MANIFEST = 'web/src/gen/persisted-documents.json'
/** More than any machine's cores pay for. */
const MAX_WORKERS = 64
const manifestShape = z.record(z.string(), z.string())

/** How long the gateway waits for a subgraph, in milliseconds. */
export interface Deadlines {
  /** A query, and every fetch that only reads. */
  queryMs: number
  /** A mutation that asks nobody outside. */
  mutationMs: number
  /** What waits for the biller, who may take half a minute. */
  billerMs: number
}

export interface GatewayEnv {
  isProduction: boolean
  host: string
  port: number
  /** So many processes share the port; 1 is this one alone. */
  workers: number
  logLevel: string
  /** The GraphQL addresses of the subgraphs. */
  urls: { users: string; master: string; transactions: string }
  supergraphSdl: string
  identitySecret: string
  accessTokenKeys: AccessTokenKey[]
  deadlines: Deadlines
  /** Origins from which the web app's cookie counts, beside the gateway's own. */
  webOrigins: string[]
  /** Whose X-Forwarded-For is believed. */
  trustProxy: string
  hasPlayground: boolean
  hasIntrospection: boolean
  /** Whether purchases go to the sandbox, for the playground's notice. */
  isSandboxBiller: boolean
  /** The operations that clients are known to send; null where there is no manifest. */
  persistedDocuments: Readonly<Record<string, string>> | null
  /** Whether nothing but these is run. */
  onlyPersistedDocuments: boolean
  /** Fields a person may ask for in a minute; 0 for no limit. */
  rateLimitPerMinute: number
  /** How long a person's question is answered with the answer that they have just had; 0 asks each time. */
  responseCacheTtlMs: number
  tracing: TracingEnv
}

/**
 * Reads the gateway's environment.
 * @throws EnvError naming every variable that is missing or wrong
 */
export function readGatewayEnv(environment: NodeJS.ProcessEnv = process.env): GatewayEnv {
  const env = readEnv(
    {
      NODE_ENV: nodeEnv(),
      HOST: str({ default: '127.0.0.1' }),
      GATEWAY_PORT: port({ default: 4000 }),
      GATEWAY_WORKERS: num({ default: 1 }),
      USERS_PORT: port({ default: 4001 }),
      MASTER_PORT: port({ default: 4002 }),
      TRANSACTIONS_PORT: port({ default: 4003 }),
      WEB_PORT: port({ default: 3000 }),
      USERS_URL: str({ default: '' }),
      MASTER_URL: str({ default: '' }),
      TRANSACTIONS_URL: str({ default: '' }),
      DATA_DIR: str({ default: '.data' }),
      LOG_LEVEL: logLevel(),
      IDENTITY_SECRET: sharedSecret({ default: '' }),
      ACCESS_TOKEN_JWKS: str({ default: '' }),
      SUPERGRAPH_PATH: str({ default: 'supergraph.graphql' }),
      SUBGRAPH_QUERY_TIMEOUT_MS: milliseconds({ default: 1_500 }),
      SUBGRAPH_MUTATION_TIMEOUT_MS: milliseconds({ default: 10_000 }),
      SUBGRAPH_BILLER_TIMEOUT_MS: milliseconds({ default: 35_000 }),
      WEB_ORIGIN: str({ default: '' }),
      TRUST_PROXY: trustedProxies({ default: 'loopback' }),
      PLAYGROUND: bool({ default: undefined }),
      INTROSPECTION: bool({ default: undefined }),
      IAK_SANDBOX: bool({ default: undefined }),
      IAK_PREPAID_URL: httpUrl({ default: '' }),
      PERSISTED_DOCUMENTS: str({ default: '' }),
      RATE_LIMIT_PER_MINUTE: num({ default: -1 }),
      RESPONSE_CACHE_TTL_MS: num({ default: -1 }),
    },
    environment,
  )
  const isProduction = env.NODE_ENV === 'production'
  if (isProduction) {
    const { IDENTITY_SECRET, ACCESS_TOKEN_JWKS, USERS_URL, MASTER_URL, TRANSACTIONS_URL } = env
    requireSet({ IDENTITY_SECRET, ACCESS_TOKEN_JWKS, USERS_URL, MASTER_URL, TRANSACTIONS_URL })
  }
  const dataDir = fromRoot(env.DATA_DIR)
  const loopback = (portNumber: number) => `http://127.0.0.1:${portNumber}/graphql`
  const workers = workersOf(env.GATEWAY_WORKERS)
  // What one worker keeps does not end with a change that was made through another.
  const responseCacheTtlMs = isProduction && workers === 1 ? 1_000 : 0
  return {
    isProduction,
    host: env.HOST,
    port: env.GATEWAY_PORT,
    workers,
    logLevel: env.LOG_LEVEL,
    urls: {
      users: address('USERS_URL', env.USERS_URL || loopback(env.USERS_PORT)),
      master: address('MASTER_URL', env.MASTER_URL || loopback(env.MASTER_PORT)),
      transactions: address('TRANSACTIONS_URL', env.TRANSACTIONS_URL || loopback(env.TRANSACTIONS_PORT)),
    },
    supergraphSdl: readText('SUPERGRAPH_PATH', fromRoot(env.SUPERGRAPH_PATH)),
    identitySecret: env.IDENTITY_SECRET || developmentIdentitySecret(dataDir),
    accessTokenKeys: env.ACCESS_TOKEN_JWKS ? verifyingKeys(env.ACCESS_TOKEN_JWKS) : developmentAccessTokenKeys(dataDir),
    deadlines: {
      queryMs: env.SUBGRAPH_QUERY_TIMEOUT_MS,
      mutationMs: env.SUBGRAPH_MUTATION_TIMEOUT_MS,
      billerMs: env.SUBGRAPH_BILLER_TIMEOUT_MS,
    },
    webOrigins: list(env.WEB_ORIGIN || (isProduction ? '' : developmentOrigins(env.WEB_PORT))),
    trustProxy: env.TRUST_PROXY,
    hasPlayground: env.PLAYGROUND ?? !isProduction,
    hasIntrospection: env.INTROSPECTION ?? !isProduction,
    isSandboxBiller: env.IAK_SANDBOX ?? env.IAK_PREPAID_URL === '',
    ...persistedDocuments(env.PERSISTED_DOCUMENTS, isProduction),
    rateLimitPerMinute: env.RATE_LIMIT_PER_MINUTE >= 0 ? env.RATE_LIMIT_PER_MINUTE : isProduction ? 60_000 : 0,
    responseCacheTtlMs: env.RESPONSE_CACHE_TTL_MS >= 0 ? env.RESPONSE_CACHE_TTL_MS : responseCacheTtlMs,
    tracing: readTracingEnv(environment),
  }
}

/** @throws EnvError */
function workersOf(count: number): number {
  if (Number.isInteger(count) && count >= 1 && count <= MAX_WORKERS) return count
  throw new EnvError(`GATEWAY_WORKERS must be a whole number from 1 to ${MAX_WORKERS}.`)
}

/**
 * In production only what the web app is known to send is run, unless `any` is asked for; in development everything
 * is, and the manifest only serves those who send ids.
 */
function persistedDocuments(
  setting: string,
  isProduction: boolean,
): Pick<GatewayEnv, 'persistedDocuments' | 'onlyPersistedDocuments'> {
  if (setting === 'any') return { persistedDocuments: null, onlyPersistedDocuments: false }
  const path = fromRoot(setting || WEB_MANIFEST)
  if (setting === '' && !existsSync(path)) {
    if (!isProduction) return { persistedDocuments: null, onlyPersistedDocuments: false }
    throw new EnvError(
      `PERSISTED_DOCUMENTS is not set, and there is no ${WEB_MANIFEST}. Set it to a manifest, or to any.`,
    )
  }
  const manifest = manifestShape.safeParse(parseJson(readText('PERSISTED_DOCUMENTS', path)))
  if (!manifest.success) throw new EnvError(`PERSISTED_DOCUMENTS names ${path}, which is no map of ids to operations.`)
  return { persistedDocuments: manifest.data, onlyPersistedDocuments: isProduction }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function fromRoot(path: string): string {
  return isAbsolute(path) ? path : join(ROOT, path)
}

function developmentOrigins(webPort: number): string {
  return `http://127.0.0.1:${webPort},http://localhost:${webPort}`
}

function list(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

function verifyingKeys(text: string): AccessTokenKey[] {
  try {
    return readAccessTokenKeys(text)
  } catch (cause) {
    throw new EnvError(`ACCESS_TOKEN_JWKS has a value that cannot be used: ${(cause as Error).message}`, { cause })
  }
}

/** One address, or several instances of a subgraph with commas between. */
function address(name: string, text: string): string {
  try {
    return addressesOf(text).join(',')
  } catch {
    throw new EnvError(`${name} has a value that cannot be used: an address such as http://127.0.0.1:4001/graphql.`)
  }
}

function readText(name: string, path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new EnvError(`${name} names ${path}, which cannot be read.`, { cause })
  }
}
