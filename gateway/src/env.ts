import { accessSync, constants, existsSync, readFileSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { SUBGRAPHS, type SubgraphName } from '@setrum/api-contract'
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
  parseJson,
  port,
  readEnv,
  requireSet,
  sharedSecret,
  str,
  trustedProxies,
} from '@setrum/service-runtime'
import { parseAddresses } from '@setrum/subgraph-client'
import { z } from 'zod'

/** Repository root, two levels above this file in src/, dist/ and bundle/. */
const ROOT = fileURLToPath(new URL('../../', import.meta.url))

export const PLAYGROUND_FOLDER = join(ROOT, 'gateway/dist-playground')

/** Written by the web app's codegen. */
const WEB_MANIFEST = 'web/src/gen/persisted-documents.json'
const MAX_WORKERS = 64
const manifestSchema = z.record(z.string(), z.string())

type UrlVariable = `${Uppercase<SubgraphName>}_URL`
type PortVariable = `${Uppercase<SubgraphName>}_PORT`

const urlVariable = (name: SubgraphName) => `${name.toUpperCase()}_URL` as UrlVariable
const portVariable = (name: SubgraphName) => `${name.toUpperCase()}_PORT` as PortVariable

/** The address of each subgraph: `<NAME>_URL`, or `<NAME>_PORT` on this machine. */
const SUBGRAPH_VARIABLES = Object.fromEntries(
  SUBGRAPHS.flatMap(({ name, port: defaultPort }) => [
    [urlVariable(name), str({ default: '' })],
    [portVariable(name), port({ default: defaultPort })],
  ]),
) as Record<UrlVariable, ReturnType<typeof str>> & Record<PortVariable, ReturnType<typeof port>>

/** Must run before an `ApolloGateway` is created: it would probe cloud metadata and report to Apollo every hour. */
export function disableApolloTelemetry(): void {
  process.env.APOLLO_TELEMETRY_DISABLED = '1'
}

/** Deadlines of subgraph calls, in milliseconds. */
export interface Deadlines {
  /** Queries, and entity fetches. */
  queryMs: number
  /** Mutations that do not call the biller. */
  mutationMs: number
  /** Operations that call the biller, which may take 30 s. */
  billerMs: number
}

export interface GatewayEnv {
  isProduction: boolean
  host: string
  port: number
  /** Number of processes that share the port. */
  workers: number
  logLevel: string
  /** GraphQL URLs of the subgraphs; without one the routing address of the supergraph applies. */
  urls: Readonly<Partial<Record<SubgraphName, string>>>
  /** File of the composed supergraph; the gateway watches it. */
  supergraphPath: string
  /** Redis for what all gateways share: rate limits and the stale-if-error cache; null for none. */
  redisUrl: string | null
  /** File of the stale-if-error cache, which survives a restart; null for none. */
  staleIfErrorPath: string | null
  /** Executor of query plans: ours, or Apollo's for comparison. */
  executor: 'setrum' | 'apollo'
  identitySecret: string
  accessTokenKeys: AccessTokenKey[]
  deadlines: Deadlines
  /** Origins whose pages may use the web app's cookie, besides the gateway's own. */
  webOrigins: string[]
  /** Proxies whose X-Forwarded-For header is trusted. */
  trustProxy: string
  hasPlayground: boolean
  hasIntrospection: boolean
  /** True when purchases go to the sandbox; shown in the playground. */
  isSandboxBiller: boolean
  /** Manifest of persisted documents, id to text; null without a manifest. */
  persistedDocuments: Readonly<Record<string, string>> | null
  /** True when only persisted documents may run. */
  onlyPersistedDocuments: boolean
  /** Fields that one user may request per minute; 0 disables the limit. */
  rateLimitPerMinute: number
}

/**
 * Reads the gateway's environment.
 * @throws EnvError naming every variable that is missing or invalid
 */
export function readGatewayEnv(environment: NodeJS.ProcessEnv = process.env): GatewayEnv {
  const env = readEnv(
    {
      NODE_ENV: nodeEnv(),
      HOST: str({ default: '127.0.0.1' }),
      GATEWAY_PORT: port({ default: 4000 }),
      GATEWAY_WORKERS: num({ default: 1 }),
      ...SUBGRAPH_VARIABLES,
      WEB_PORT: port({ default: 3000 }),
      DATA_DIR: str({ default: '.data' }),
      REDIS_URL: str({ default: '' }),
      LOG_LEVEL: logLevel(),
      IDENTITY_SECRET: sharedSecret({ default: '' }),
      ACCESS_TOKEN_JWKS: str({ default: '' }),
      SUPERGRAPH_PATH: str({ default: 'supergraph.graphql' }),
      GATEWAY_EXECUTOR: str<'setrum' | 'apollo'>({ choices: ['setrum', 'apollo'], default: 'setrum' }),
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
    },
    environment,
  )
  const isProduction = env.NODE_ENV === 'production'
  if (isProduction) {
    const { IDENTITY_SECRET, ACCESS_TOKEN_JWKS } = env
    const urls = Object.fromEntries(SUBGRAPHS.map(({ name }) => [urlVariable(name), env[urlVariable(name)]]))
    requireSet({ IDENTITY_SECRET, ACCESS_TOKEN_JWKS, ...urls })
  }
  const dataDir = resolveFromRoot(env.DATA_DIR)
  const workers = parseWorkerCount(env.GATEWAY_WORKERS)
  return {
    isProduction,
    host: env.HOST,
    port: env.GATEWAY_PORT,
    workers,
    logLevel: env.LOG_LEVEL,
    urls: readUrls(env),
    supergraphPath: requireReadable('SUPERGRAPH_PATH', resolveFromRoot(env.SUPERGRAPH_PATH)),
    executor: env.GATEWAY_EXECUTOR,
    redisUrl: env.REDIS_URL === '' ? null : parseRedisUrl(env.REDIS_URL),
    staleIfErrorPath: env.REDIS_URL === '' ? join(dataDir, 'gateway', 'stale-if-error.json') : null,
    identitySecret: env.IDENTITY_SECRET || developmentIdentitySecret(dataDir),
    accessTokenKeys: env.ACCESS_TOKEN_JWKS
      ? parseVerificationKeys(env.ACCESS_TOKEN_JWKS)
      : developmentAccessTokenKeys(dataDir),
    deadlines: {
      queryMs: env.SUBGRAPH_QUERY_TIMEOUT_MS,
      mutationMs: env.SUBGRAPH_MUTATION_TIMEOUT_MS,
      billerMs: env.SUBGRAPH_BILLER_TIMEOUT_MS,
    },
    webOrigins: parseList(env.WEB_ORIGIN || (isProduction ? '' : developmentOrigins(env.WEB_PORT))),
    trustProxy: env.TRUST_PROXY,
    hasPlayground: env.PLAYGROUND ?? !isProduction,
    hasIntrospection: env.INTROSPECTION ?? !isProduction,
    isSandboxBiller: env.IAK_SANDBOX ?? env.IAK_PREPAID_URL === '',
    ...persistedDocuments(env.PERSISTED_DOCUMENTS, isProduction),
    rateLimitPerMinute: env.RATE_LIMIT_PER_MINUTE >= 0 ? env.RATE_LIMIT_PER_MINUTE : isProduction ? 60_000 : 0,
  }
}

/** @throws EnvError */
function parseWorkerCount(count: number): number {
  if (Number.isInteger(count) && count >= 1 && count <= MAX_WORKERS) return count
  throw new EnvError(`GATEWAY_WORKERS must be a whole number from 1 to ${MAX_WORKERS}.`)
}

/**
 * In production only the documents of the manifest run, unless PERSISTED_DOCUMENTS=any. In development all documents
 * run, and the manifest resolves ids.
 */
function persistedDocuments(
  setting: string,
  isProduction: boolean,
): Pick<GatewayEnv, 'persistedDocuments' | 'onlyPersistedDocuments'> {
  if (setting === 'any') return { persistedDocuments: null, onlyPersistedDocuments: false }
  const path = resolveFromRoot(setting || WEB_MANIFEST)
  if (setting === '' && !existsSync(path)) {
    if (!isProduction) return { persistedDocuments: null, onlyPersistedDocuments: false }
    throw new EnvError(
      `PERSISTED_DOCUMENTS is not set, and there is no ${WEB_MANIFEST}. Set it to a manifest, or to any.`,
    )
  }
  const manifest = manifestSchema.safeParse(parseJson(readText('PERSISTED_DOCUMENTS', path)))
  if (!manifest.success)
    throw new EnvError(`PERSISTED_DOCUMENTS names ${path}, which is not a map of ids to operations.`)
  return { persistedDocuments: manifest.data, onlyPersistedDocuments: isProduction }
}

function resolveFromRoot(path: string): string {
  return isAbsolute(path) ? path : join(ROOT, path)
}

function developmentOrigins(webPort: number): string {
  return `http://127.0.0.1:${webPort},http://localhost:${webPort}`
}

function parseList(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

function parseVerificationKeys(text: string): AccessTokenKey[] {
  try {
    return readAccessTokenKeys(text)
  } catch (cause) {
    throw new EnvError(`ACCESS_TOKEN_JWKS has a value that cannot be used: ${(cause as Error).message}`, { cause })
  }
}

/** `<NAME>_URL`, or this machine at `<NAME>_PORT` when that differs from the default. */
function readUrls(
  env: Readonly<Record<UrlVariable, string> & Record<PortVariable, number>>,
): Partial<Record<SubgraphName, string>> {
  const entries = SUBGRAPHS.flatMap(({ name, port: defaultPort }) => {
    const portNumber = env[portVariable(name)]
    const loopback = portNumber === defaultPort ? '' : `http://127.0.0.1:${portNumber}/graphql`
    const url = env[urlVariable(name)] || loopback
    return url === '' ? [] : [[name, parseUrls(urlVariable(name), url)]]
  })
  return Object.fromEntries(entries)
}

/** Accepts one URL, or the URLs of several instances separated by commas. */
function parseUrls(name: string, text: string): string {
  try {
    return parseAddresses(text).join(',')
  } catch {
    throw new EnvError(`${name} has a value that cannot be used: an address such as http://127.0.0.1:4001/graphql.`)
  }
}

/** @throws EnvError */
function parseRedisUrl(text: string): string {
  if (/^rediss?:\/\/./.test(text) && URL.canParse(text)) return text
  throw new EnvError('REDIS_URL has a value that cannot be used: an address such as redis://127.0.0.1:6379.')
}

function requireReadable(name: string, path: string): string {
  try {
    accessSync(path, constants.R_OK)
    return path
  } catch (cause) {
    throw new EnvError(`${name} names ${path}, which cannot be read.`, { cause })
  }
}

function readText(name: string, path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new EnvError(`${name} names ${path}, which cannot be read.`, { cause })
  }
}
