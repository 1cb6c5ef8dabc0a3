import { createHash } from 'node:crypto'
import type { Logger } from '@setrum/service-runtime'
import { CallbackSender } from './callbacks/callback-sender.js'
import { Clock } from './clock.js'
import { FaultQueue } from './faults/fault-queue.js'
import { Ledger } from './ledger/ledger.js'
import { PriceList } from './price-list.js'
import { defaultSettings, type Settings } from './settings.js'

export interface StateOptions {
  username: string
  apiKey: string
  delay: Settings['delay']
  callbackUrl: string
  /** File that preserves the ledger over restarts; null: in memory only. */
  ledgerFile: string | null
  seed: number
  logger: Logger
}

/** The state of a running sandbox. */
export class SandboxState {
  readonly ledger: Ledger
  readonly priceList = new PriceList()
  readonly clock = new Clock()
  readonly faults = new FaultQueue()
  readonly callbacks: CallbackSender
  readonly options: StateOptions
  settings: Settings
  /** Purchases whose first call was lost (fault 3014); the second call arrives. */
  readonly lostFirstCalls = new Set<string>()
  /** A callback that must be sent after the next one (fault 4017). */
  heldCallback: (() => Promise<void>) | null = null
  #random: number

  constructor(options: StateOptions) {
    this.options = options
    this.settings = defaultSettings(options.delay)
    this.ledger = new Ledger(options.ledgerFile)
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

  /** Processing time of the next prepaid transaction; null: never settles. */
  processingMs(): number | null {
    if (this.settings.delay !== 'seeded') return this.settings.delay
    // Linear congruential generator: the same seed gives the same times.
    this.#random = (this.#random * 1_103_515_245 + 12_345) % 2_147_483_648
    return 1_000 + (this.#random % 29_000)
  }

  reseed(seed: number): void {
    this.#random = seed
  }

  reset(): void {
    this.settings = defaultSettings(this.options.delay)
    this.faults.clear()
    this.lostFirstCalls.clear()
    this.heldCallback = null
    this.clock.set(null)
    this.priceList.reset()
    this.ledger.reset()
    this.reseed(this.options.seed)
  }
}
