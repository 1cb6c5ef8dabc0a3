// Our gateway as in production: access token, signed identities, limits, circuit breaker, metrics, log. Any operation is
// accepted. GATEWAY_EXECUTOR=apollo runs Apollo's executor; PEER_WORKERS starts several workers on one port (Node's
// cluster), of which only the rates are valid: the measured CPU time excludes the workers.
import cluster from 'node:cluster'
import { startGateway } from '../../../../gateway/dist/index.js'
import { isSubgraphName, SUBGRAPHS } from '../../../../packages/api-contract/dist/index.js'
import {
  createAccessTokenJwks,
  readAccessTokenKeys,
  signAccessToken,
} from '../../../../packages/identity/dist/index.js'
import { createLogger } from '../../../../packages/service-runtime/dist/index.js'
import { readPeerEnv } from '../supergraph.mjs'

const HOUR = 3_600_000
const { ACCESS_TOKEN_JWKS } = process.env
const { port, urls, supergraphPath } = readPeerEnv()
// The gateway accepts the product's subgraphs only: add those of another supergraph.
for (const name of Object.keys(urls)) if (!isSubgraphName(name)) SUBGRAPHS.push({ name })
const workers = Number(process.env.PEER_WORKERS ?? 0)
if (workers > 0 && cluster.isPrimary) {
  process.env.ACCESS_TOKEN_JWKS = createAccessTokenJwks()
  for (let count = 0; count < workers; count += 1) cluster.fork().once('message', (message) => process.send?.(message))
} else {
  await start()
}

async function start() {
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
    supergraphPath,
    executor: process.env.GATEWAY_EXECUTOR ?? 'setrum',
    redisUrl: null,
    staleIfErrorPath: null,
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
    logger: createLogger('gateway', 'info'),
    now: () => new Date(),
  })
  process.send?.({ headers: { authorization: `Bearer ${token}` } })
}
