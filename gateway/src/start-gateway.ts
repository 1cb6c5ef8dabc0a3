import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { type AccessTokenKey, publicJwks } from '@setrum/identity'
import { createServer, type Logger, listen } from '@setrum/service-runtime'
import { SubgraphHttpProxy } from '@setrum/subgraph-client'
import type { FastifyInstance } from 'fastify'
import helmet from 'helmet'
import { Counter, type Registry } from 'prom-client'
import { SessionStatusPoller } from './auth/session-status-poller.js'
import { connectRedis } from './connect-redis.js'
import { StaleIfErrorCache } from './degradation/stale-if-error-cache.js'
import type { GatewayEnv } from './env.js'
import { registerHttpErrors } from './errors/http-errors.js'
import { registerFairQueueing } from './limits/fair-queueing.js'
import { RateLimit } from './limits/rate-limit.js'
import { startGraphqlServer } from './pipeline/graphql-server.js'
import { PersistedDocuments } from './pipeline/persisted-documents.js'
import { registerCallbackRoute } from './routes/callback-route.js'
import { registerExportRoutes } from './routes/export-route.js'
import { registerGraphqlRoute } from './routes/graphql-route.js'
import { registerPlaygroundRoutes } from './routes/playground-routes.js'
import { createSupergraphGateway } from './supergraph/supergraph-gateway.js'
import { createSubgraphMetrics, SubgraphClients } from './upstream/subgraph-clients.js'

export interface GatewayOptions extends Omit<GatewayEnv, 'logLevel' | 'workers'> {
  accessTokenKeys: AccessTokenKey[]
  logger: Logger
  now: () => Date
  /** Registry of `/metrics`; a worker passes the aggregated one. */
  metrics?: Registry
  /** Overrides for tests. */
  circuitBreaker?: { failureThreshold: number; probeIntervalMs: number }
  sessionPollIntervalMs?: number
  redisTimeoutMs?: number
  maxEventLoopDelayMs?: number
}

export interface RunningGateway {
  port: number
  /** Finishes requests in flight, then stops. */
  stop: () => Promise<void>
}

const CIRCUIT_BREAKER = { failureThreshold: 5, probeIntervalMs: 1_000 }

/** Beyond this delay, accepting more requests only makes all of them late. */
const MAX_EVENT_LOOP_DELAY_MS = 1_000

/** Ended sessions and closed accounts take effect within this interval plus one response time. */
const SESSION_POLL_INTERVAL_MS = 2_000

/**
 * Starts the public endpoint of the graph. It starts with unavailable subgraphs too; their fields are then null with an
 * error.
 * @throws PortTakenError when the port is in use
 */
export async function startGateway(options: GatewayOptions): Promise<RunningGateway> {
  const { logger, now, deadlines } = options
  const { app, metrics } = createServer({
    logger,
    isReady: () => true,
    trustProxy: options.trustProxy,
    metrics: options.metrics,
  })
  registerFairQueueing(app)
  registerHttpErrors(app, logger)
  addSecurityHeaders(app)

  const clients = new SubgraphClients(options.urls, {
    identitySecret: options.identitySecret,
    circuitBreaker: options.circuitBreaker ?? CIRCUIT_BREAKER,
    metrics: createSubgraphMetrics(metrics),
    logger,
    now,
  })
  const redis = options.redisUrl ? connectRedis(options.redisUrl, logger, options.redisTimeoutMs) : null
  const staleIfErrorCache = new StaleIfErrorCache({ path: options.staleIfErrorPath, redis, logger, now })
  const gateway = createSupergraphGateway({
    supergraphPath: options.supergraphPath,
    executor: options.executor,
    deadlines,
    clients,
    staleIfErrorCache,
    logger,
  })
  const errors = new Counter({
    name: 'graphql_errors_total',
    help: 'GraphQL errors that clients got, by code',
    labelNames: ['code'],
    registers: [metrics],
  })
  const { apollo, formatForClient } = await startGraphqlServer({
    gateway,
    isProduction: options.isProduction,
    hasIntrospection: options.hasIntrospection,
    rateLimit: options.rateLimitPerMinute > 0 ? new RateLimit(options.rateLimitPerMinute, redis) : null,
    countError: (code) => errors.inc({ code }),
    logger,
  })
  const sessions = new SessionStatusPoller({
    users: clients.get('users'),
    intervalMs: options.sessionPollIntervalMs ?? SESSION_POLL_INTERVAL_MS,
    logger,
    now,
  })
  const auth = { keys: options.accessTokenKeys, sessions, webOrigins: options.webOrigins, now }
  const proxy = new SubgraphHttpProxy({ client: clients.get('transactions'), secret: options.identitySecret })
  if (options.hasPlayground) registerPlaygroundRoutes(app, { isSandboxBiller: options.isSandboxBiller, logger })
  const documents = options.persistedDocuments && {
    documents: new PersistedDocuments(options.persistedDocuments),
    isEnforced: options.onlyPersistedDocuments,
  }
  await registerGraphqlRoute(app, {
    apollo,
    formatForClient,
    auth,
    documents,
    maxEventLoopDelayMs: options.maxEventLoopDelayMs ?? MAX_EVENT_LOOP_DELAY_MS,
    logger,
  })
  registerCallbackRoute(app, { proxy, logger })
  registerExportRoutes(app, { proxy, auth, isProduction: options.isProduction, logger })
  registerJwksRoute(app, options.accessTokenKeys)

  const port = await listen(app, { host: options.host, port: options.port, portVariable: 'GATEWAY_PORT' })
  sessions.start()
  logger.info({ event: 'gateway.listening', port }, 'the gateway is listening')
  return {
    port,
    stop: async () => {
      sessions.stop()
      await app.close()
      await apollo.stop()
      staleIfErrorCache.save()
      redis?.disconnect()
      await Promise.all([clients.stop(), proxy.stop()])
    },
  }
}

/** Security headers of every response: data only, never framed, nothing to run. */
function addSecurityHeaders(app: FastifyInstance): void {
  // Computed once: they are the same for every response.
  const response = new ServerResponse(new IncomingMessage(new Socket()))
  const setHeaders = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { 'default-src': ["'none'"], 'frame-ancestors': ["'none'"] },
    },
    frameguard: { action: 'deny' },
    referrerPolicy: { policy: 'no-referrer' },
  })
  setHeaders(response.req, response, (error) => {
    if (error) throw error
  })
  const headers = Object.entries(response.getHeaders())
  app.addHook('onRequest', (_request, { raw }, done) => {
    for (const [name, value = ''] of headers) raw.setHeader(name, value)
    done()
  })
}

/** `GET /.well-known/jwks.json`: public keys of access tokens, for other verifiers. */
function registerJwksRoute(app: FastifyInstance, keys: readonly AccessTokenKey[]): void {
  const body = publicJwks(keys)
  app.get('/.well-known/jwks.json', async (_request, reply) =>
    reply.header('cache-control', 'public, max-age=300').send(body),
  )
}
