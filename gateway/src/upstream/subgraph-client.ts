import type { Span } from '@opentelemetry/api'
import { type Audience, IDENTITY_HEADER, signIdentity, TIMEOUT_HEADER, type Viewer } from '@setrum/identity'
import type { Logger } from '@setrum/service-runtime'
import type { ReadAnswer } from '../executor/index.js'
import { type CallSpan, startCallSpan } from '../observability/subgraph-call-span.js'
import type { SubgraphMetrics } from '../observability/subgraph-metrics.js'
import { Exchange } from './http-call.js'
import { readSubgraphAnswer } from './subgraph-response.js'
import { isBeforeSending, SubgraphUnavailable } from './subgraph-unavailable-error.js'
import { type Instance, Instances } from './upstream-pool.js'

/** A subgraph's answer may be this large; what is larger is a fault, not data. */
const MAX_ANSWER_BYTES = 16 * 1024 * 1024
/** A server that is being restarted is worth one more try, a moment later. */
const REPEAT_AFTER_MS = 50
const PROBE_TIMEOUT_MS = 1_000

export interface SubgraphCall {
  /** The exact GraphQL request body. */
  body: string
  viewer: Viewer
  language: string
  requestId: string
  timeoutMs: number
  operation: 'query' | 'mutation'
  /** What it asks for, by name. */
  fields: readonly string[]
  /** The span of the request that it is part of; null for the gateway's own questions. */
  parent: Span | null
}

export interface SubgraphClientOptions {
  name: Audience
  /** The address of its GraphQL, or several with commas between: instances that are asked in turn. */
  url: string
  identitySecret: string
  /** So many failures in a row open an instance's breaker; so often is it then asked whether it is back. */
  breaker: { failures: number; probeEveryMs: number }
  metrics: SubgraphMetrics
  logger: Logger
  now: () => Date
}

/**
 * The way to one subgraph: kept-alive connections, a signed identity on every request, a deadline on every call, and a
 * breaker for each instance that stops asking who does not answer. A mutation is sent once, whatever happens; a query is
 * repeated once, at the next instance, and only when it cannot have been sent.
 */
export class SubgraphClient {
  readonly name: Audience
  /** Since when it does not answer; null while it does. */
  failingSince: Date | null = null
  readonly #options: SubgraphClientOptions
  readonly #instances: Instances

  constructor(options: SubgraphClientOptions) {
    this.name = options.name
    this.#options = options
    options.metrics.setBreaker(options.name, false)
    this.#instances = new Instances({
      url: options.url,
      pool: {
        connections: 128,
        pipelining: 1,
        keepAliveTimeout: 20_000,
        keepAliveMaxTimeout: 60_000,
        connect: { timeout: 1_000 },
        headersTimeout: 0, // Each call brings a deadline of its own, to the millisecond.
        bodyTimeout: 0,
        maxResponseSize: MAX_ANSWER_BYTES,
      },
      breaker: options.breaker,
      probe: (instance) => this.#probe(instance),
      onChange: (instance, isOpen) => this.#onBreaker(instance, isOpen),
    })
  }

  /** Whether calls are let through; false while the breakers of all instances are open. */
  get isTrusted(): boolean {
    return this.#instances.isTrusted
  }

  /**
   * Asks once.
   * @throws SubgraphUnavailable when there is no proper answer within the time
   */
  async send(call: SubgraphCall): Promise<ReadAnswer> {
    const startedAt = performance.now()
    const span = startCallSpan(call.parent, { ...call, subgraph: this.name })
    try {
      const answer = await this.#sendInTime(call, span.headers)
      this.#report(call, startedAt, 'ok')
      span.end('ok')
      this.failingSince = null
      return answer
    } catch (error) {
      const fault =
        error instanceof SubgraphUnavailable
          ? error
          : new SubgraphUnavailable(this.name, { reason: 'unreachable', isSent: true }, { cause: error })
      if (fault.reason !== 'refused') this.failingSince ??= this.#options.now()
      this.#report(call, startedAt, fault.reason)
      span.end(fault.reason)
      // While the breaker is open each refusal would repeat what its opening has said.
      if (fault.reason !== 'breaker') {
        this.#options.logger.warn(
          { subgraph: this.name, reason: fault.reason, detail: fault.detail, requestId: call.requestId },
          'a subgraph did not answer',
        )
      }
      throw fault
    }
  }

  async stop(): Promise<void> {
    await this.#instances.stop()
  }

  async #sendInTime(call: SubgraphCall, headers: CallSpan['headers']): Promise<ReadAnswer> {
    const until = performance.now() + call.timeoutMs
    const first = this.#instances.next()
    const sendTo = (instance: Instance) =>
      instance.breaker.execute(this.name, callerOf(call.viewer), () => this.#sendOnce(instance, call, until, headers))
    try {
      return await sendTo(first)
    } catch (error) {
      if (!this.#mayRepeat(call, error, until)) throw error
      await new Promise((resolve) => setTimeout(resolve, REPEAT_AFTER_MS))
      return sendTo(this.#instances.next(first))
    }
  }

  #mayRepeat({ operation }: SubgraphCall, error: unknown, until: number): boolean {
    if (operation === 'mutation' || !this.isTrusted || performance.now() + REPEAT_AFTER_MS >= until) return false
    return error instanceof SubgraphUnavailable && isBeforeSending(error.cause)
  }

  async #sendOnce(
    { pool, path }: Instance,
    call: SubgraphCall,
    until: number,
    headers: CallSpan['headers'],
  ): Promise<ReadAnswer> {
    const exchange = new Exchange(until - performance.now())
    try {
      const { status, text } = await exchange.send(pool, {
        path,
        headers: {
          'content-type': 'application/json',
          [IDENTITY_HEADER]: this.#sign(call),
          'accept-language': call.language,
          'x-request-id': call.requestId,
          [TIMEOUT_HEADER]: String(Math.max(1, Math.floor(until - performance.now()))),
          ...headers,
        },
        body: call.body,
      })
      return readSubgraphAnswer(this.name, status, text)
    } catch (cause) {
      if (cause instanceof SubgraphUnavailable) throw cause
      const isSent = exchange.isStarted && !isBeforeSending(cause)
      throw new SubgraphUnavailable(
        this.name,
        { reason: exchange.isOverdue ? 'timeout' : 'unreachable', isSent },
        { cause },
      )
    }
  }

  #sign({ viewer, body }: SubgraphCall): string {
    return signIdentity({ viewer, audience: this.name, content: body, secret: this.#options.identitySecret })
  }

  /** The cheapest proper question there is. */
  async #probe(instance: Instance): Promise<void> {
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
        parent: null,
      },
      performance.now() + PROBE_TIMEOUT_MS,
      {},
    )
    this.failingSince = null
  }

  #onBreaker({ origin: instance }: Instance, isOpen: boolean): void {
    this.#options.metrics.setBreaker(this.name, !this.isTrusted)
    const told = { subgraph: this.name, instance }
    const { logger } = this.#options
    if (isOpen) logger.error(told, 'a subgraph is not asked any more until it answers again')
    else logger.info(told, 'a subgraph answers again')
  }

  #report({ operation }: SubgraphCall, startedAt: number, outcome: string): void {
    this.#options.metrics.observe({ subgraph: this.name, operation, outcome }, (performance.now() - startedAt) / 1000)
  }
}

/** Tells callers apart: people by themselves, everybody else by address. */
function callerOf(viewer: Viewer): string {
  if ('userId' in viewer) return viewer.userId
  return 'service' in viewer ? viewer.service : (viewer.address ?? '')
}
