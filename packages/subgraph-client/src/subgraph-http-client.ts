import { type Audience, callerIdOf, IDENTITY_HEADER, signIdentity, TIMEOUT_HEADER, type Viewer } from '@setrum/identity'
import type { Logger } from '@setrum/service-runtime'
import { HttpCall, MAX_RESPONSE_BYTES } from './http-call.js'
import { readSubgraphResponse } from './subgraph-response.js'
import { isConnectionError, SubgraphUnavailableError } from './subgraph-unavailable-error.js'
import { type UpstreamInstance, UpstreamPool } from './upstream-pool.js'

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
  /** Aborts a query. A mutation is finished, because its outcome would be unknown. */
  signal?: AbortSignal
}

/** Receives the duration and outcome of each call, and the state of the circuit. */
export interface SubgraphMetrics {
  observe(labels: { subgraph: string; operation: string; outcome: string }, seconds: number): void
  setCircuitOpen(subgraph: string, isOpen: boolean): void
}

export interface SubgraphHttpClientOptions<T> {
  /** The subgraph to call. */
  name: Audience
  /** The calling service, as the subgraph sees it in health probes. */
  service: string
  /** GraphQL URL, or the URLs of several instances separated by commas. */
  url: string
  identitySecret: string
  /** Settings of each instance's circuit breaker. */
  circuitBreaker: { failureThreshold: number; probeIntervalMs: number }
  /** Returns null for a body that is no GraphQL response. */
  parse: (json: unknown) => T | null
  /** `any-failure` retries a query after a time-out too, with the whole time-out again; the default is `not-sent`. */
  retryQueries?: 'not-sent' | 'any-failure'
  metrics?: SubgraphMetrics
  logger: Logger
  now: () => Date
}

/**
 * HTTP client for one subgraph: pooled connections, a signed identity on every request, a deadline for every call and a
 * circuit breaker for every instance. A mutation is sent once. A query is retried once, at the next instance: after any
 * failure with `retryQueries: 'any-failure'`, otherwise only when it cannot have been sent.
 */
export class SubgraphHttpClient<T> {
  readonly name: Audience
  /** Start of the current outage; null while available. */
  failingSince: Date | null = null
  readonly #options: SubgraphHttpClientOptions<T>
  #url: string
  #pool: UpstreamPool

  constructor(options: SubgraphHttpClientOptions<T>) {
    this.name = options.name
    this.#options = options
    options.metrics?.setCircuitOpen(options.name, false)
    this.#url = options.url
    this.#pool = this.#createPool(options)
  }

  /** Sends further calls to other addresses; calls in flight finish at the previous ones. */
  moveTo(url: string): void {
    if (url === this.#url) return
    const previous = this.#pool
    this.#pool = this.#createPool({ ...this.#options, url })
    this.#url = url
    this.failingSince = null
    this.#options.metrics?.setCircuitOpen(this.name, false)
    void previous.stop()
  }

  #createPool({ url, circuitBreaker }: Pick<SubgraphHttpClientOptions<T>, 'url' | 'circuitBreaker'>): UpstreamPool {
    return new UpstreamPool({
      url,
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
      circuitBreaker,
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
  async send(request: SubgraphRequest): Promise<T> {
    const startedAt = performance.now()
    try {
      const response = await this.#sendWithRetry(request)
      this.#observe(request, startedAt, 'ok')
      this.failingSince = null
      return response
    } catch (error) {
      const fault =
        error instanceof SubgraphUnavailableError
          ? error
          : new SubgraphUnavailableError(this.name, { reason: 'unreachable', isSent: true }, { cause: error })
      if (fault.reason !== 'refused' && fault.reason !== 'aborted') this.failingSince ??= this.#options.now()
      this.#observe(request, startedAt, fault.reason)
      // The opening of the circuit was logged; rejected calls would only repeat it.
      if (fault.reason !== 'breaker' && fault.reason !== 'aborted') {
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

  /**
   * Runs a call that is not GraphQL at the next available instance. A failed connection counts for its circuit.
   * @throws Error when the call fails, and at once while the circuits of all instances are open
   */
  async withInstance<R>(call: (origin: string) => Promise<R>): Promise<R> {
    const { origin, circuitBreaker } = this.#pool.next()
    return circuitBreaker.execute(this.name, this.#options.service, () =>
      call(origin).catch((cause: unknown) => {
        if (isConnectionError(cause)) throw cause
        throw new SubgraphUnavailableError(this.name, { reason: 'refused', isSent: true }, { cause })
      }),
    )
  }

  async stop(): Promise<void> {
    await this.#pool.stop()
  }

  async #sendWithRetry(request: SubgraphRequest): Promise<T> {
    const deadline = performance.now() + request.timeoutMs
    const first = this.#pool.next()
    const sendTo = (instance: UpstreamInstance, until: number) =>
      instance.circuitBreaker.execute(this.name, callerIdOf(request.viewer), () =>
        this.#sendOnce(instance, request, until),
      )
    try {
      return await sendTo(first, deadline)
    } catch (error) {
      if (request.operation === 'mutation' || !this.isAvailable) throw error
      const next = this.#pool.next(first)
      if (this.#options.retryQueries === 'any-failure' && next !== first)
        return sendTo(next, performance.now() + request.timeoutMs)
      if (!isUnsent(error) || performance.now() + RETRY_DELAY_MS >= deadline) throw error
      await new Promise((resolve) => setTimeout(resolve, RETRY_DELAY_MS))
      return sendTo(next, deadline)
    }
  }

  async #sendOnce({ pool, path }: UpstreamInstance, request: SubgraphRequest, deadline: number): Promise<T> {
    const signal = request.operation === 'query' ? request.signal : undefined
    const httpCall = new HttpCall(deadline - performance.now(), signal)
    try {
      const response = await httpCall.send(pool, {
        path,
        headers: {
          'content-type': 'application/json',
          [IDENTITY_HEADER]: this.#sign(request),
          'accept-language': request.language,
          'x-request-id': request.requestId,
          [TIMEOUT_HEADER]: String(Math.max(1, Math.floor(deadline - performance.now()))),
        },
        body: request.body,
      })
      return readSubgraphResponse(this.name, response, this.#options.parse)
    } catch (cause) {
      if (cause instanceof SubgraphUnavailableError) throw cause
      const isSent = httpCall.isStarted && !isConnectionError(cause)
      const reason = httpCall.isAborted ? 'aborted' : httpCall.isTimedOut ? 'timeout' : 'unreachable'
      throw new SubgraphUnavailableError(this.name, { reason, isSent }, { cause })
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
        viewer: { role: 'SERVICE', service: this.#options.service },
        language: 'en',
        requestId: crypto.randomUUID(),
        timeoutMs: PROBE_TIMEOUT_MS,
        operation: 'query',
      },
      performance.now() + PROBE_TIMEOUT_MS,
    )
    this.failingSince = null
  }

  #onCircuitChange({ origin: instance }: UpstreamInstance, isOpen: boolean): void {
    this.#options.metrics?.setCircuitOpen(this.name, !this.isAvailable)
    const fields = { subgraph: this.name, instance }
    const { logger } = this.#options
    if (isOpen) logger.error({ event: 'subgraph.circuit_opened', ...fields }, 'calls to this instance are suspended')
    else logger.info({ event: 'subgraph.circuit_closed', ...fields }, 'calls to this instance are resumed')
  }

  #observe({ operation }: SubgraphRequest, startedAt: number, outcome: string): void {
    this.#options.metrics?.observe({ subgraph: this.name, operation, outcome }, (performance.now() - startedAt) / 1000)
  }
}

function isUnsent(error: unknown): boolean {
  return error instanceof SubgraphUnavailableError && isConnectionError(error.cause)
}
