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

/**
 * Stops asking a subgraph that does not answer, so that nobody waits for it, and finds out by a question of its own
 * when it is back: no person's request, least of all a purchase, is the guinea pig.
 */
export class Breaker {
  readonly #policy: CircuitBreakerPolicy
  readonly #options: BreakerOptions
  #prober: NodeJS.Timeout | null = null

  constructor(options: BreakerOptions) {
    this.#options = options
    // Who refuses one request answers others: counted, a client's large bodies would take the subgraph from everybody.
    // Once open, only a proper answer closes it.
    const isFault = (error: Error) => !this.isClosed || !isRefusal(error)
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

  /** Runs a call while closed. @throws SubgraphUnavailable at once while open */
  async execute<T>(subgraph: string, call: () => Promise<T>): Promise<T> {
    if (!this.isClosed) throw new SubgraphUnavailable(subgraph, { reason: 'breaker', isSent: false })
    return this.#policy.execute(call)
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
