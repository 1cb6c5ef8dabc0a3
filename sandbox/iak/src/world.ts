import { createHash } from 'node:crypto'
import type { Logger } from '@setrum/process'
import { zoned } from '@setrum/units'
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
  settings: Settings
  /** Faults for the next calls of an operation, the oldest first. */
  faults: { operation: string; fault: string; times: number }[] = []
  /** Where a callback that must come in reverse order waits (fault 4017). */
  heldCallback: (() => void) | null = null
  readonly options: WorldOptions
  #clockOffsetMs = 0
  #random: number

  constructor(options: WorldOptions) {
    this.options = options
    this.settings = defaultSettings(options.delay)
    this.ledger = new Ledger(options.journal)
    this.#random = options.seed
  }

  now(): number {
    return Date.now() + this.#clockOffsetMs
  }

  setClock(instant: number | null): void {
    this.#clockOffsetMs = instant === null ? 0 : instant - Date.now()
  }

  /** The calendar day at the counter, on which daily limits and same-day rules turn. */
  day(instant = this.now()): string {
    return zoned(new Date(instant), 'Asia/Jakarta').toPlainDate().toString()
  }

  isCutOff(): boolean {
    const { hour } = zoned(new Date(this.now()), 'Asia/Jakarta')
    return this.settings.cutOff !== 'off' && (hour >= 23 || hour < 1)
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

  takeFault(operation: string): string | null {
    const next = this.faults.find((candidate) => candidate.operation === operation)
    if (!next) return null
    next.times -= 1
    if (next.times <= 0) this.faults = this.faults.filter((candidate) => candidate !== next)
    return next.fault
  }

  reset(): void {
    this.settings = defaultSettings(this.options.delay)
    this.faults = []
    this.heldCallback = null
    this.#clockOffsetMs = 0
    this.priceList.reset()
    this.ledger.reset()
  }
}
