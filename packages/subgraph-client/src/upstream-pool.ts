import type { Dispatcher, Pool } from 'undici'
import { CircuitBreaker, type CircuitBreakerOptions } from './circuit-breaker.js'
import { createPool } from './create-pool.js'

/** One instance of a subgraph with its connections and circuit breaker. */
export interface UpstreamInstance {
  origin: string
  path: string
  pool: Dispatcher
  circuitBreaker: CircuitBreaker
}

export interface UpstreamPoolOptions {
  /** One URL, or several separated by commas. */
  url: string
  pool: Pool.Options
  circuitBreaker: Pick<CircuitBreakerOptions, 'failureThreshold' | 'probeIntervalMs'>
  /** A cheap request; rejects while the instance is unavailable. */
  probe: (instance: UpstreamInstance) => Promise<void>
  onChange: (instance: UpstreamInstance, isOpen: boolean) => void
}

/**
 * Round robin over the instances of a subgraph. An instance with an open circuit is skipped until its health probe
 * succeeds.
 */
export class UpstreamPool {
  readonly #instances: readonly UpstreamInstance[]
  #nextIndex = 0

  constructor({ url, pool, circuitBreaker, probe, onChange }: UpstreamPoolOptions) {
    this.#instances = parseAddresses(url).map(({ origin, pathname, search }) => {
      const instance: UpstreamInstance = {
        origin,
        path: pathname + search,
        pool: createPool(origin, pool),
        circuitBreaker: new CircuitBreaker({
          ...circuitBreaker,
          probe: () => probe(instance),
          onChange: (isOpen) => onChange(instance, isOpen),
        }),
      }
      return instance
    })
  }

  /** True when at least one instance has a closed circuit. */
  get isAvailable(): boolean {
    return this.#instances.some(({ circuitBreaker }) => circuitBreaker.isClosed)
  }

  /**
   * Returns the next available instance, or any when none is available: its open circuit then rejects the call.
   * @param except skipped, unless it is the only one
   */
  next(except?: UpstreamInstance): UpstreamInstance {
    for (let tried = 0; ; tried += 1) {
      this.#nextIndex = (this.#nextIndex + 1) % this.#instances.length
      const instance = this.#instances[this.#nextIndex] as UpstreamInstance
      if (tried === this.#instances.length) return except ?? instance
      if (instance.circuitBreaker.isClosed && instance !== except) return instance
    }
  }

  async stop(): Promise<void> {
    for (const { circuitBreaker } of this.#instances) circuitBreaker.stop()
    await Promise.all(this.#instances.map(({ pool }) => pool.close()))
  }
}

/** @throws TypeError for an invalid URL, or without any */
export function parseAddresses(url: string): URL[] {
  const parts = url.split(',').map((part) => part.trim())
  const addresses = parts.filter((part) => part !== '').map(parseAddress)
  if (addresses.length === 0) throw new TypeError('no address')
  return addresses
}

function parseAddress(text: string): URL {
  const address = new URL(text)
  // `users:4001` parses as a URL too.
  if (!/^https?:$/.test(address.protocol)) throw new TypeError(`${text} is not an HTTP URL`)
  return address
}
