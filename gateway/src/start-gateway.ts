import type { AccessTokenKey, Audience } from '@setrum/identity'
import { createServer, type Logger, listen, type TraceBuffer } from '@setrum/service-runtime'
import type { Registry } from 'prom-client'
import { Sessions } from './auth/session-status-poller.js'
import { LastKnown } from './degradation/stale-if-error-cache.js'
import type { GatewayEnv } from './env.js'
import { httpErrors } from './errors/http-errors.js'
import { relievePressure } from './limits/load-shedding.js'
import { RateLimit } from './limits/rate-limit.js'
import { subgraphMetrics } from './observability/subgraph-metrics.js'
import { TraceGatherer } from './observability/trace-collector.js'
import { PersistedDocuments } from './pipeline/persisted-documents.js'
import { SharedAnswers } from './pipeline/response-cache.js'
import { startGraph } from './pipeline/start-graphql-server.js'
import { callbackRoute } from './routes/callback-route.js'
import { exportRoute } from './routes/export-route.js'
import { graphqlRoute } from './routes/graphql-route.js'
import { jwksRoute } from './routes/jwks-route.js'
import { playgroundRoutes } from './routes/playground-routes.js'
import { tracesRoute } from './routes/traces-route.js'
import { secureHeaders } from './secure-headers.js'
import { readBillerQueries } from './upstream/biller-queries.js'
import { SubgraphClient } from './upstream/subgraph-client.js'
import { DataSource } from './upstream/subgraph-data-source.js'
import { Forwarder } from './upstream/subgraph-proxy.js'

export interface GatewayOptions extends Omit<GatewayEnv, 'logLevel' | 'tracing' | 'workers'> {
  accessTokenKeys: AccessTokenKey[]
  logger: Logger
  now: () => Date
  /** What is kept of this process's spans; without it there is no route to them. */
  traces?: TraceBuffer
  /** What `/metrics` shows, for a worker that shows everybody's. */
  metrics?: Registry
  /** Set by tests that cannot wait as long as people can. */
  breaker?: { failures: number; probeEveryMs: number }
  sessionsEveryMs?: number
}

export interface RunningGateway {
  port: number
  /** Finishes what is in flight, then stops. */
  stop: () => Promise<void>
}

const BREAKER = { failures: 5, probeEveryMs: 1_000 }

/** Ended sessions and closed accounts take effect within this, and the time an answer takes. */
const SESSIONS_EVERY_MS = 2_000

/**
 * Starts the one public door of the graph. It needs no subgraph to start: what is missing then is missing in answers.
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
  httpErrors(app, logger)
  secureHeaders(app)

  const figures = subgraphMetrics(metrics)
  const rules = { deadlines, billerQueries: readBillerQueries(options.supergraphSdl) }
  const clientOf = (name: Audience) =>
    new SubgraphClient({
      name,
      url: options.urls[name],
      identitySecret: options.identitySecret,
      breaker: options.breaker ?? BREAKER,
      metrics: figures,
      logger,
      now,
    })
  const clients = { users: clientOf('users'), master: clientOf('master'), transactions: clientOf('transactions') }
  const dataSourceOf = (name: Audience) =>
    new DataSource({
      client: clients[name],
      rules,
      ...(name === 'master' ? { lastKnown: new LastKnown(now) } : {}),
    })
  const sessions = new Sessions({
    users: clients.users,
    everyMs: options.sessionsEveryMs ?? SESSIONS_EVERY_MS,
    logger,
    now,
  })

  const auth = { keys: options.accessTokenKeys, sessions, webOrigins: options.webOrigins, now }
  const { operations, apollo } = await startGraph({
    supergraphSdl: options.supergraphSdl,
    shared: new SharedAnswers(options.responseCacheTtlMs),
    dataSources: {
      users: dataSourceOf('users'),
      master: dataSourceOf('master'),
      transactions: dataSourceOf('transactions'),
    },
    isProduction: options.isProduction,
    hasIntrospection: options.hasIntrospection,
    rateLimit: options.rateLimitPerMinute > 0 ? new RateLimit(options.rateLimitPerMinute) : null,
    logger,
  })
  const forwarder = new Forwarder({
    to: 'transactions',
    url: options.urls.transactions,
    secret: options.identitySecret,
  })
  if (options.hasPlayground) playgroundRoutes(app, { isSandboxBiller: options.isSandboxBiller, logger })
  const documents = options.persistedDocuments && {
    documents: new PersistedDocuments(options.persistedDocuments),
    isExclusive: options.onlyPersistedDocuments,
  }
  await app.register(async (scope) => {
    await relievePressure(scope)
    graphqlRoute(scope, { operations, apollo, auth, documents, logger })
  })
  callbackRoute(app, { forwarder, logger })
  exportRoute(app, { forwarder, auth, isProduction: options.isProduction, logger })
  jwksRoute(app, options.accessTokenKeys)
  const gatherer =
    options.traces &&
    new TraceGatherer({
      traces: options.traces,
      urls: options.urls,
      secret: options.identitySecret,
      timeoutMs: deadlines.queryMs,
      logger,
    })
  if (gatherer) tracesRoute(app, { gatherer, auth })

  const port = await listen(app, { host: options.host, port: options.port, portVariable: 'GATEWAY_PORT' })
  sessions.start()
  logger.info({ port }, 'the gateway is listening')
  return {
    port,
    stop: async () => {
      sessions.stop()
      await app.close()
      await apollo.stop()
      await Promise.all([...Object.values(clients).map((client) => client.stop()), forwarder.stop(), gatherer?.stop()])
    },
  }
}
