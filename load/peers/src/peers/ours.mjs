// Our gateway as it runs in production: access token, signed identities, limits, breaker, metrics, log. The operations
// of this run are allowed as they are; RESPONSE_CACHE_TTL_MS=0 takes away what it keeps and joins. Requests are traced where
// TRACE_SAMPLE_RATIO is set.
import { readFileSync } from 'node:fs'
import { startGateway } from '../../../../gateway/dist/index.js'
import {
  createAccessTokenJwks,
  readAccessTokenKeys,
  signAccessToken,
} from '../../../../packages/identity/dist/index.js'
import { createLogger, startTracing } from '../../../../packages/service-runtime/dist/index.js'
import { readStart } from '../supergraph.mjs'

const HOUR = 3_600_000
const { ACCESS_TOKEN_JWKS, TRACE_SAMPLE_RATIO } = process.env
const { port, urls } = readStart()
const keys = readAccessTokenKeys(ACCESS_TOKEN_JWKS ?? createAccessTokenJwks())
const issuedAt = new Date()
const token = signAccessToken(
  {
    userId: 'user-0',
    role: 'ADMIN',
    sessionId: 'session-1',
    shiftId: null,
    issuedAt,
    expiresAt: new Date(issuedAt.getTime() + HOUR),
    sessionEndsAt: new Date(issuedAt.getTime() + 8 * HOUR),
  },
  keys,
)
await startGateway({
  isProduction: true,
  host: '127.0.0.1',
  port,
  urls,
  supergraphSdl: readFileSync(new URL('../../../../supergraph.graphql', import.meta.url), 'utf8'),
  identitySecret: 'a secret of at least thirty-two bytes',
  accessTokenKeys: keys,
  deadlines: { queryMs: 30_000, mutationMs: 30_000, billerMs: 35_000 },
  webOrigins: [],
  trustProxy: 'loopback',
  hasPlayground: false,
  hasIntrospection: false,
  isSandboxBiller: true,
  persistedDocuments: null,
  onlyPersistedDocuments: false,
  rateLimitPerMinute: 0,
  responseCacheTtlMs: Number(process.env.RESPONSE_CACHE_TTL_MS ?? 0),
  logger: createLogger('gateway', 'info'),
  ...(TRACE_SAMPLE_RATIO
    ? { traces: startTracing('gateway', { sampleRatio: Number(TRACE_SAMPLE_RATIO), otlpEndpoint: null }).traces }
    : {}),
  now: () => new Date(),
})
process.send?.({ headers: { authorization: `Bearer ${token}` } })
