import { Pool } from 'undici'
import { Breaker, type BreakerOptions } from './circuit-breaker.js'
import { addressesOf } from './upstream-addresses.js'

/** One of the processes that a subgraph consists of: its connections, and a breaker of its own. */
export interface Instance {
  origin: string
  path: string
  pool: Pool
  breaker: Breaker
}

export interface InstancesOptions {
  /** One address, or several with commas between. */
  url: string
  pool: Pool.Options
  breaker: Pick<BreakerOptions, 'failures' | 'probeEveryMs'>
  /** Asks one something cheap; rejects while it does not answer. */
  probe: (instance: Instance) => Promise<void>
  onChange: (instance: Instance, isOpen: boolean) => void
}

/**
 * The instances of a subgraph, asked in turn. One that does not answer, whether it refuses, hangs or answers nonsense,
 * is left out until it answers a question of ours again; the others take its share.
 */
export class Instances {
  readonly #all: readonly Instance[]
  #turn = 0

  constructor({ url, pool, breaker, probe, onChange }: InstancesOptions) {
    this.#all = addressesOf(url).map(({ origin, pathname, search }) => {
      const instance: Instance = {
        origin,
        path: pathname + search,
        pool: new Pool(origin, pool),
        breaker: new Breaker({
          ...breaker,
          probe: () => probe(instance),
          onChange: (isOpen) => onChange(instance, isOpen),
        }),
      }
      return instance
    })
  }

  /** Whether any is asked at all. */
  get isTrusted(): boolean {
    return this.#all.some(({ breaker }) => breaker.isClosed)
  }

  /**
   * Whose turn it is. Where none is trusted it is anyone's, whose breaker then says so.
   * @param except not this one, unless there is no other
   */
  next(except?: Instance): Instance {
    for (let tried = 0; ; tried += 1) {
      this.#turn = (this.#turn + 1) % this.#all.length
      const instance = this.#all[this.#turn] as Instance
      if (tried === this.#all.length) return except ?? instance
      if (instance.breaker.isClosed && instance !== except) return instance
    }
  }

  async stop(): Promise<void> {
    for (const { breaker } of this.#all) breaker.stop()
    await Promise.all(this.#all.map(({ pool }) => pool.close()))
  }
}
