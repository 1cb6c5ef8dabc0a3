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

/**
 * Circuit breaker with a health probe: calls to an unavailable subgraph fail at once. A separate probe, never a user's
 * request or a purchase, finds out when the subgraph is back.
 */
export class CircuitBreaker {
  readonly #policy: CircuitBreakerPolicy
  readonly #options: CircuitBreakerOptions
  #healthProbe: NodeJS.Timeout | null = null

  constructor(options: CircuitBreakerOptions) {
    this.#options = options
    // Do not count 4xx: the subgraph is up, and one oversized request must not open the circuit for everyone. While
    // open, only a successful response closes it.
    const isFault = (error: Error) => !this.isClosed || !isRequestRejection(error)
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

  /** Runs a call while the circuit is closed. @throws SubgraphUnavailableError at once while it is open */
  async execute<T>(subgraph: string, call: () => Promise<T>): Promise<T> {
    if (!this.isClosed) throw new SubgraphUnavailableError(subgraph, { reason: 'breaker', isSent: false })
    return this.#policy.execute(call)
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
    this.#options.onChange(false)
  }

  #probe(): void {
    if (this.#policy.state === CircuitState.HalfOpen) return // The previous probe is still in flight.
    this.#policy.execute(this.#options.probe).catch(() => {})
  }
}

function isRequestRejection(error: Error): boolean {
  return error instanceof SubgraphUnavailableError && error.reason === 'refused'
}
