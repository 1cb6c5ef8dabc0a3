import { type CircuitBreakerPolicy, CircuitState, ConsecutiveBreaker, circuitBreaker, handleWhen } from 'cockatiel'
import { SubgraphUnavailableError } from './subgraph-unavailable-error.js'

export interface CircuitBreakerOptions {
  /** Consecutive failures that open the circuit. */
  failureThreshold: number
  /** Interval of the health probe while the circuit is open. */
  probeIntervalMs: number
  /** A cheap request; rejects while the subgraph is unavailable. */
  probe: () => Promise<void>
  onChange: (isOpen: boolean) => void
}

/** Time-outs of one caller are slow queries of that caller; only those of several callers concern the subgraph. */
const MIN_TIMED_OUT_CALLERS = 2

/**
 * Circuit breaker with a health probe: calls to an unavailable subgraph fail at once. A separate probe, never a user's
 * request or a purchase, finds out when the subgraph is back.
 */
export class CircuitBreaker {
  readonly #policy: CircuitBreakerPolicy
  readonly #options: CircuitBreakerOptions
  #healthProbe: NodeJS.Timeout | null = null
  /** Callers with a time-out since the last response. */
  readonly #timedOutCallers = new Set<string>()
  readonly #ignoredTimeouts = new WeakSet<Error>()
  #isHealthCheckRunning = false
  #isHealthy = true

  constructor(options: CircuitBreakerOptions) {
    this.#options = options
    // Do not count 4xx: the subgraph is up, and one oversized request must not open the circuit for everyone. While
    // open, only a successful response closes it.
    const isFault = (error: Error) =>
      !this.isClosed || !(concernsRequestOnly(error) || this.#ignoredTimeouts.has(error))
    this.#policy = circuitBreaker(handleWhen(isFault), {
      halfOpenAfter: options.probeIntervalMs / 2,
      breaker: new ConsecutiveBreaker(options.failureThreshold),
    })
    this.#policy.onBreak(() => this.#open())
    this.#policy.onReset(() => this.#close())
  }

  get isClosed(): boolean {
    return this.#policy.state === CircuitState.Closed
  }

  /**
   * Runs a call while the circuit is closed.
   * @param caller the user or service that waits for the response
   * @throws SubgraphUnavailableError at once while the circuit is open
   */
  async execute<T>(subgraph: string, caller: string, call: () => Promise<T>): Promise<T> {
    if (!this.isClosed) throw new SubgraphUnavailableError(subgraph, { reason: 'breaker', isSent: false })
    return this.#policy.execute(async () => {
      try {
        const result = await call()
        this.#onResponse()
        return result
      } catch (error) {
        if (error instanceof SubgraphUnavailableError && error.reason === 'timeout') this.#onTimeout(error, caller)
        throw error
      }
    })
  }

  #onResponse(): void {
    this.#timedOutCallers.clear()
    this.#isHealthy = true
  }

  /** A time-out counts only when several callers have one and the health probe fails too: slow queries do not count. */
  #onTimeout(error: SubgraphUnavailableError, caller: string): void {
    this.#timedOutCallers.add(caller)
    const isWidespread = this.#timedOutCallers.size >= MIN_TIMED_OUT_CALLERS
    if (!isWidespread || this.#isHealthy) this.#ignoredTimeouts.add(error)
    if (isWidespread) this.#checkHealth()
  }

  /** A failed probe counts as a failure; a successful one resets the count. */
  #checkHealth(): void {
    if (this.#isHealthCheckRunning || !this.isClosed) return
    this.#isHealthCheckRunning = true
    this.#policy
      .execute(this.#options.probe)
      .then(
        () => this.#onResponse(),
        () => {
          this.#isHealthy = false
        },
      )
      .finally(() => {
        this.#isHealthCheckRunning = false
      })
  }

  stop(): void {
    if (this.#healthProbe) clearInterval(this.#healthProbe)
    this.#healthProbe = null
  }

  #open(): void {
    this.#options.onChange(true)
    this.#healthProbe ??= setInterval(() => this.#probe(), this.#options.probeIntervalMs)
    this.#healthProbe.unref()
  }

  #close(): void {
    this.stop()
    this.#onResponse()
    this.#options.onChange(false)
  }

  #probe(): void {
    if (this.#policy.state === CircuitState.HalfOpen) return // The previous probe is still in flight.
    this.#policy.execute(this.#options.probe).catch(() => {})
  }
}

function concernsRequestOnly(error: Error): boolean {
  return error instanceof SubgraphUnavailableError && (error.reason === 'refused' || error.reason === 'aborted')
}
