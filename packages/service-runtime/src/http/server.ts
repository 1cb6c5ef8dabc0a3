import type { Server as HttpServer } from 'node:http'
import fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify'
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client'
import type { Logger } from '../logger.js'
import { queueRequests } from './request-queue.js'

const LIVENESS_BODY = JSON.stringify({ status: 'ok' })
const LIVENESS_HEADERS = { 'content-type': 'application/json; charset=utf-8', 'content-length': LIVENESS_BODY.length }

export interface ServerOptions {
  logger: Logger
  /** Whether this process can do its work now; false returns 503 on `/health/ready`. */
  isReady: () => boolean | Promise<boolean>
  /** Largest body in bytes; the default is 100 KB. */
  bodyLimit?: number
  /** Proxies whose X-Forwarded-For is trusted: all, none, or a list such as `loopback,10.0.0.0/8`. */
  trustProxy?: boolean | string
  /** Registry of the metrics; the default is a new one. */
  metrics?: Registry | undefined
}

export interface Server {
  app: FastifyInstance
  /** Registry of `/metrics`; services add their own metrics. */
  metrics: Registry
}

/**
 * Creates the HTTP server of a service: `/health/live`, `/health/ready`, `/metrics`, a request id from `x-request-id` or
 * a new one, fair queueing of pipelined requests, and time-outs that cut off a slow sender.
 */
export function createServer({
  logger,
  isReady,
  bodyLimit = 102_400,
  trustProxy = false,
  metrics = new Registry(),
}: ServerOptions): Server {
  const loggerInstance: FastifyBaseLogger = logger
  const app: FastifyInstance = fastify({
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    // A child logger for each request would redact nothing more, and costs more than verifying the caller's token.
    childLoggerFactory: (parent) => parent,
    bodyLimit,
    trustProxy,
    requestIdHeader: 'x-request-id',
    genReqId: () => crypto.randomUUID(),
    // Measured: requestTimeout alone lets a slow body through for 89 s; the check interval is what cuts it in time.
    requestTimeout: 10_000,
    // Silence on a connection, so it must be longer than the biller may take: a sale is waited for.
    connectionTimeout: 45_000,
    http: { headersTimeout: 5_000, connectionsCheckingInterval: 1_000 },
    // On SIGTERM idle kept-alive connections are closed, those with a request in flight are waited for.
    forceCloseConnections: 'idle',
  })
  let isClosing = false
  app.addHook('preClose', (done) => {
    isClosing = true
    done()
  })
  // A connection kept alive after its response would delay the shutdown until it is cut off.
  app.addHook('onSend', (_request, reply, _payload, done) => {
    if (isClosing) reply.header('connection', 'close')
    done()
  })

  collectDefaultMetrics({ register: metrics })
  const requests = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'HTTP requests by route, method and status',
    labelNames: ['route', 'method', 'status'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10, 40],
    registers: [metrics],
  })
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unmatched'
    requests.observe({ route, method: request.method, status: reply.statusCode }, reply.elapsedTime / 1000)
  })

  app.get('/health/ready', async (_request, reply) => {
    const ready = await isReady()
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ok' : 'unavailable' })
  })
  app.get('/metrics', async (_request, reply) => reply.type(metrics.contentType).send(await metrics.metrics()))

  queueRequests(app.server)
  livenessHandler(app.server)
  return { app, metrics }
}

/**
 * Responds to `GET /health/live` before any queue, so that a supervisor does not kill a busy process with requests in
 * flight.
 */
export function livenessHandler(server: HttpServer): void {
  const handlers = server.listeners('request')
  server.removeAllListeners('request')
  server.on('request', (request, response) => {
    const isProbe = request.url === '/health/live' && (request.method === 'GET' || request.method === 'HEAD')
    if (isProbe) response.writeHead(200, LIVENESS_HEADERS).end(LIVENESS_BODY)
    else for (const handle of handlers) handle.call(server, request, response)
  })
}
