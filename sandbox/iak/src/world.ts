import { createHash } from 'node:crypto'
import type { Logger } from '@setrum/service-runtime'
import { CallbackSender } from './callback-sender.js'
import { Clock } from './clock.js'
import { FaultQueue } from './faults.js'
import { Ledger } from './ledger.js'
import { PriceList } from './price-list.js'
import { defaultSettings, type Settings } from './settings.js'

export interface WorldOptions {
  username: string
  apiKey: string
  delay: Settings['delay']
  /** Where callbacks go. */
  callbackUrl: string
  /** Where the ledger is kept over restarts; null keeps it in memory. */
  journal: string | null
  seed: number
  logger: Logger
}

/** Everything that the sandbox knows and that can be changed from outside. */
export class World {
  readonly ledger: Ledger
  readonly priceList = new PriceList()
  readonly clock = new Clock()
  readonly faults = new FaultQueue()
  readonly callbacks: CallbackSender
  readonly options: WorldOptions
  settings: Settings
  /** Purchases whose first call was lost on the way (fault 3014): the second arrives. */
  readonly lostOnce = new Set<string>()
  /** Where a callback that must come in reverse order waits (fault 4017). */
  heldCallback: (() => Promise<void>) | null = null
  #random: number

  constructor(options: WorldOptions) {
    this.options = options
    this.settings = defaultSettings(options.delay)
    this.ledger = new Ledger(options.journal)
    this.callbacks = new CallbackSender(options, () => this.settings)
    this.#random = options.seed
  }

  now(): number {
    return this.clock.now()
  }

  isCutOff(): boolean {
    return this.settings.cutOff !== 'off' && this.clock.isCutOff()
  }

  sign(subject: string): string {
    return createHash('md5').update(`${this.options.username}${this.options.apiKey}${subject}`).digest('hex')
  }

  /** How long the next prepaid transaction takes; null: never by itself. */
  processingMs(): number | null {
    if (this.settings.delay !== 'seeded') return this.settings.delay
    // A small linear congruential generator: the same seed gives the same day at the counter.
    this.#random = (this.#random * 1_103_515_245 + 12_345) % 2_147_483_648
    return 1_000 + (this.#random % 29_000)
  }

  reseed(seed: number): void {
    this.#random = seed
  }

  reset(): void {
    this.settings = defaultSettings(this.options.delay)
    this.faults.clear()
    this.lostOnce.clear()
    this.heldCallback = null
    this.clock.set(null)
    this.priceList.reset()
    this.ledger.reset()
    this.reseed(this.options.seed)
  }
}
