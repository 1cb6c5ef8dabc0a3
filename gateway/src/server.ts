import './no-telemetry.js'
import type { AccessTokenKey, Audience } from '@setrum/identity'
import { createServer, type Logger, listen } from '@setrum/process'
import type { SessionView } from './auth.js'
import { DataSource } from './data-source.js'
import type { GatewayEnv } from './env.js'
import { Forwarder } from './forwarder.js'
import { startGraph } from './graph.js'
import { httpErrors } from './http-errors.js'
import { subgraphMetrics } from './metrics.js'
import { requireSession } from './require-session.js'
import { callbackRoute } from './routes/callback.js'
import { exportRoute } from './routes/export.js'
import { graphqlRoute } from './routes/graphql.js'
import { jwksRoute } from './routes/jwks.js'
import { playgroundRoutes } from './routes/playground.js'
import { secureHeaders } from './secure-headers.js'
import { SubgraphClient } from './subgraph-client.js'
import { readSupergraph } from './supergraph.js'

export interface GatewayOptions extends Omit<GatewayEnv, 'logLevel'> {
  accessTokenKeys: AccessTokenKey[]
  logger: Logger
  now: () => Date
  /** Set by tests that cannot wait as long as people can. */
  breaker?: { failures: number; probeEveryMs: number }
}

export interface RunningGateway {
  port: number
  /** Finishes what is in flight, then stops. */
  stop: () => Promise<void>
}

const BREAKER = { failures: 5, probeEveryMs: 1_000 }

const NO_VIEW: SessionView = { isEnded: () => false, isInactive: () => false, isRenewalPossible: () => true }

/**
 * Starts the one public door of the graph. It needs no subgraph to start: what is missing then is missing in answers.
 * @throws PortTakenError when the port is in use
 */
export async function startGateway(options: GatewayOptions): Promise<RunningGateway> {
  const { logger, now, deadlines } = options
  const { app, metrics } = createServer({ logger, isReady: () => true, trustProxy: options.trustProxy })
  httpErrors(app, logger)
  await secureHeaders(app)

  const supergraph = readSupergraph(options.supergraphSdl)
  const figures = subgraphMetrics(metrics)
  const rules = { deadlines, billerQueries: supergraph.billerQueries }
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
  const dataSourceOf = (name: Audience) => new DataSource({ client: clients[name], supergraph, rules })

  const auth = { keys: options.accessTokenKeys, sessions: NO_VIEW, webOrigins: options.webOrigins, now }
  const apollo = await startGraph({
    supergraph,
    dataSources: {
      users: dataSourceOf('users'),
      master: dataSourceOf('master'),
      transactions: dataSourceOf('transactions'),
    },
    isProduction: options.isProduction,
    hasIntrospection: options.hasIntrospection,
    plugins: [requireSession()],
    logger,
  })
  const forwarder = new Forwarder({
    to: 'transactions',
    url: options.urls.transactions,
    secret: options.identitySecret,
  })
  if (options.hasPlayground) playgroundRoutes(app, { isSandboxBiller: options.isSandboxBiller, logger })
  graphqlRoute(app, { apollo, auth, logger })
  callbackRoute(app, { forwarder, logger })
  exportRoute(app, { forwarder, auth, isProduction: options.isProduction, logger })
  jwksRoute(app, options.accessTokenKeys)

  const port = await listen(app, { host: options.host, port: options.port, portVariable: 'GATEWAY_PORT' })
  logger.info({ port }, 'the gateway is listening')
  return {
    port,
    stop: async () => {
      await app.close()
      await apollo.stop()
      await Promise.all([...Object.values(clients).map((client) => client.stop()), forwarder.stop()])
    },
  }
}
