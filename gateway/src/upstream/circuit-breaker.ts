import { type CircuitBreakerPolicy, CircuitState, ConsecutiveBreaker, circuitBreaker, handleWhen } from 'cockatiel'
import { SubgraphUnavailable } from './subgraph-unavailable-error.js'

export interface BreakerOptions {
  /** This many failures in a row, without an answer between them, open it. */
  failures: number
  /** How often it is tried, once open, whether the subgraph is back. */
  probeEveryMs: number
  /** Asks something cheap; rejects while the subgraph does not answer. */
  probe: () => Promise<void>
  onChange: (isOpen: boolean) => void
}

/** Time-outs of one caller are that caller's slow queries; only those of several say something about the subgraph. */
const MIN_CALLERS = 2

/**
 * Stops asking a subgraph that does not answer, so that nobody waits for it, and finds out by a question of its own
 * when it is back: no person's request, least of all a purchase, is the guinea pig.
 */
export class Breaker {
  readonly #policy: CircuitBreakerPolicy
  readonly #options: BreakerOptions
  #prober: NodeJS.Timeout | null = null
  /** Callers whose calls timed out since the last response. */
  readonly #timedOutCallers = new Set<string>()
  readonly #uncounted = new WeakSet<Error>()
  #isHealthCheckRunning = false
  #isHealthy = true

  constructor(options: BreakerOptions) {
    this.#options = options
    // Who refuses one request answers others: counted, a client's large bodies would take the subgraph from everybody.
    // Once open, only a proper answer closes it.
    const isFault = (error: Error) => !this.isClosed || !(isRefusal(error) || this.#uncounted.has(error))
    this.#policy = circuitBreaker(handleWhen(isFault), {
      halfOpenAfter: options.probeEveryMs / 2,
      breaker: new ConsecutiveBreaker(options.failures),
    })
    this.#policy.onBreak(() => this.#open())
    this.#policy.onReset(() => this.#close())
  }

  get isClosed(): boolean {
    return this.#policy.state === CircuitState.Closed
  }

  /**
   * Runs a call while closed.
   * @param caller the person or service that waits for it
   * @throws SubgraphUnavailable at once while open
   */
  async execute<T>(subgraph: string, caller: string, call: () => Promise<T>): Promise<T> {
    if (!this.isClosed) throw new SubgraphUnavailable(subgraph, { reason: 'breaker', isSent: false })
    return this.#policy.execute(async () => {
      try {
        const result = await call()
        this.#onResponse()
        return result
      } catch (error) {
        if (error instanceof SubgraphUnavailable && error.reason === 'timeout') this.#onTimeout(error, caller)
        throw error
      }
    })
  }

  #onResponse(): void {
    this.#timedOutCallers.clear()
    this.#isHealthy = true
  }

  /** Slow queries do not open it: a time-out counts when several callers have some and the health probe fails as well. */
  #onTimeout(error: SubgraphUnavailable, caller: string): void {
    this.#timedOutCallers.add(caller)
    const isWidespread = this.#timedOutCallers.size >= MIN_CALLERS
    if (!isWidespread || this.#isHealthy) this.#uncounted.add(error)
    if (isWidespread) this.#checkHealth()
  }

  /** A probe that fails counts; one that is answered ends the row of failures. */
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
    if (this.#prober) clearInterval(this.#prober)
    this.#prober = null
  }

  #open(): void {
    this.#options.onChange(true)
    this.#prober ??= setInterval(() => this.#probe(), this.#options.probeEveryMs)
    this.#prober.unref()
  }

  #close(): void {
    this.stop()
    this.#onResponse()
    this.#options.onChange(false)
  }

  #probe(): void {
    if (this.#policy.state === CircuitState.HalfOpen) return // The last probe is still waiting.
    this.#policy.execute(this.#options.probe).catch(() => {})
  }
}

function isRefusal(error: Error): boolean {
  return error instanceof SubgraphUnavailable && error.reason === 'refused'
}
