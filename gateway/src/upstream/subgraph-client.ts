import type { Span } from '@opentelemetry/api'
import { type Audience, IDENTITY_HEADER, signIdentity, type Viewer } from '@setrum/identity'
import type { Logger } from '@setrum/service-runtime'
import type { GraphqlResponse } from '../executor/index.js'
import { type SubgraphCallSpan, startSubgraphCallSpan } from '../observability/subgraph-call-span.js'
import type { SubgraphMetrics } from '../observability/subgraph-metrics.js'
import { HttpCall } from './http-call.js'
import { readSubgraphResponse } from './subgraph-response.js'
import { isConnectionError, SubgraphUnavailableError } from './subgraph-unavailable-error.js'
import { type UpstreamInstance, UpstreamPool } from './upstream-pool.js'

/** Larger responses are treated as failures. */
const MAX_RESPONSE_BYTES = 16 * 1024 * 1024
/** A restarting server is worth one retry. */
const RETRY_DELAY_MS = 50
const PROBE_TIMEOUT_MS = 1_000

export interface SubgraphRequest {
  /** The exact GraphQL request body. */
  body: string
  viewer: Viewer
  language: string
  requestId: string
  timeoutMs: number
  operation: 'query' | 'mutation'
  /** Requested root fields, by schema name. */
  fields: readonly string[]
  /** Span of the client's request; null for the gateway's own requests. */
  parentSpan: Span | null
}

export interface SubgraphClientOptions {
  name: Audience
  /** GraphQL URL, or the URLs of several instances separated by commas. */
  url: string
  identitySecret: string
  /** Settings of each instance's circuit breaker. */
  circuitBreaker: { failureThreshold: number; probeIntervalMs: number }
  metrics: SubgraphMetrics
  logger: Logger
  now: () => Date
}

/**
 * HTTP client for one subgraph: pooled connections, a signed identity on every request, a deadline for every call and a
 * circuit breaker for every instance. A mutation is sent once. A query is retried once, at the next instance, and only
 * when it cannot have been sent.
 */
export class SubgraphClient {
  readonly name: Audience
  /** Start of the current outage; null while available. */
  failingSince: Date | null = null
  readonly #options: SubgraphClientOptions
  readonly #pool: UpstreamPool

  constructor(options: SubgraphClientOptions) {
    this.name = options.name
    this.#options = options
    options.metrics.setCircuitOpen(options.name, false)
    this.#pool = new UpstreamPool({
      url: options.url,
      pool: {
        connections: 128,
        pipelining: 1,
        keepAliveTimeout: 20_000,
        keepAliveMaxTimeout: 60_000,
        connect: { timeout: 1_000 },
        headersTimeout: 0, // Each call has its own deadline in milliseconds.
        bodyTimeout: 0,
        maxResponseSize: MAX_RESPONSE_BYTES,
      },
      circuitBreaker: options.circuitBreaker,
      probe: (instance) => this.#probe(instance),
      onChange: (instance, isOpen) => this.#onCircuitChange(instance, isOpen),
    })
  }

  /** False while the circuits of all instances are open. */
  get isAvailable(): boolean {
    return this.#pool.isAvailable
  }

  /**
   * Sends one request.
   * @throws SubgraphUnavailableError without a valid response before the deadline
   */
  async send(request: SubgraphRequest): Promise<GraphqlResponse> {
    const startedAt = performance.now()
    const span = startSubgraphCallSpan(request.parentSpan, { ...request, subgraph: this.name })
    try {
      const response = await this.#sendWithRetry(request, span.headers)
      this.#observe(request, startedAt, 'ok')
      span.end('ok')
      this.failingSince = null
      return response
    } catch (error) {
      const fault =
        error instanceof SubgraphUnavailableError
          ? error
          : new SubgraphUnavailableError(this.name, { reason: 'unreachable', isSent: true }, { cause: error })
      if (fault.reason !== 'refused') this.failingSince ??= this.#options.now()
      this.#observe(request, startedAt, fault.reason)
      span.end(fault.reason)
      // The opening of the circuit was logged; rejected calls would only repeat it.
      if (fault.reason !== 'breaker') {
        this.#options.logger.warn(
          {
            event: 'subgraph.call_failed',
            subgraph: this.name,
            reason: fault.reason,
            detail: fault.detail,
            requestId: request.requestId,
          },
          'a call to a subgraph failed',
        )
      }
      throw fault
    }
  }

  async stop(): Promise<void> {
    await this.#pool.stop()
  }

  async #sendWithRetry(request: SubgraphRequest, headers: SubgraphCallSpan['headers']): Promise<GraphqlResponse> {
    const deadline = performance.now() + request.timeoutMs
    const first = this.#pool.next()
    const sendTo = (instance: UpstreamInstance) =>
      instance.circuitBreaker.execute(this.name, () => this.#sendOnce(instance, request, deadline, headers))
    try {
      return await sendTo(first)
    } catch (error) {
      if (!this.#canRetry(request, error, deadline)) throw error
      await new Promise((resolve) => setTimeout(resolve, RETRY_DELAY_MS))
      return sendTo(this.#pool.next(first))
    }
  }

  #canRetry({ operation }: SubgraphRequest, error: unknown, deadline: number): boolean {
    if (operation === 'mutation' || !this.isAvailable || performance.now() + RETRY_DELAY_MS >= deadline) return false
    return error instanceof SubgraphUnavailableError && isConnectionError(error.cause)
  }

  async #sendOnce(
    { pool, path }: UpstreamInstance,
    request: SubgraphRequest,
    deadline: number,
    headers: SubgraphCallSpan['headers'],
  ): Promise<GraphqlResponse> {
    const httpCall = new HttpCall(deadline - performance.now())
    try {
      const { status, text } = await httpCall.send(pool, {
        path,
        headers: {
          'content-type': 'application/json',
          [IDENTITY_HEADER]: this.#sign(request),
          'accept-language': request.language,
          'x-request-id': request.requestId,
          ...headers,
        },
        body: request.body,
      })
      return readSubgraphResponse(this.name, status, text)
    } catch (cause) {
      if (cause instanceof SubgraphUnavailableError) throw cause
      const isSent = httpCall.isStarted && !isConnectionError(cause)
      throw new SubgraphUnavailableError(
        this.name,
        { reason: httpCall.isTimedOut ? 'timeout' : 'unreachable', isSent },
        { cause },
      )
    }
  }

  #sign({ viewer, body }: SubgraphRequest): string {
    return signIdentity({ viewer, audience: this.name, content: body, secret: this.#options.identitySecret })
  }

  async #probe(instance: UpstreamInstance): Promise<void> {
    await this.#sendOnce(
      instance,
      {
        body: '{"query":"{ __typename }"}',
        viewer: { role: 'SERVICE', service: 'gateway' },
        language: 'en',
        requestId: crypto.randomUUID(),
        timeoutMs: PROBE_TIMEOUT_MS,
        operation: 'query',
        fields: [],
        parentSpan: null,
      },
      performance.now() + PROBE_TIMEOUT_MS,
      {},
    )
    this.failingSince = null
  }

  #onCircuitChange({ origin: instance }: UpstreamInstance, isOpen: boolean): void {
    this.#options.metrics.setCircuitOpen(this.name, !this.isAvailable)
    const fields = { subgraph: this.name, instance }
    const { logger } = this.#options
    if (isOpen)
      logger.error({ event: 'subgraph.circuit_opened', ...fields }, 'the circuit to a subgraph instance is open')
    else
      logger.info({ event: 'subgraph.circuit_closed', ...fields }, 'the circuit to a subgraph instance is closed again')
  }

  #observe({ operation }: SubgraphRequest, startedAt: number, outcome: string): void {
    this.#options.metrics.observe({ subgraph: this.name, operation, outcome }, (performance.now() - startedAt) / 1000)
  }
}
