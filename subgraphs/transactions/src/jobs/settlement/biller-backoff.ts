import type { Outcome } from '@setrum/iak'

/** So many inconclusive queries in a row mean that the biller, or our account there, is down. */
const FAILURES = 5
const MAX_FACTOR = 16

/**
 * Exponential back-off of status queries, shared by all sales: while queries time out or fail with an error that says
 * nothing about the sale (maintenance, account suspended, wrong address or signature), it waits 1, 2, 4, at most 16 times
 * the base interval. After each pause one query probes the biller.
 * @see biller reference, "Lost requests, lost responses, retries": status query itself fails, back off
 */
export class BillerBackoff {
  readonly #baseMs: number
  #failures = 0
  #factor = 0
  #until = 0

  constructor(baseMs: number) {
    this.#baseMs = baseMs
  }

  /** How many queries may be under way at once. */
  allowed(concurrency: number): number {
    if (this.#failures < FAILURES) return concurrency
    return performance.now() < this.#until ? 0 : 1
  }

  observe(outcome: Outcome): void {
    if (outcome.kind !== 'INCONCLUSIVE') {
      this.#failures = 0
      this.#factor = 0
      return
    }
    this.#failures += 1
    if (this.#failures < FAILURES || performance.now() < this.#until) return
    this.#factor = Math.min(MAX_FACTOR, Math.max(1, this.#factor * 2))
    this.#until = performance.now() + this.#factor * this.#baseMs
  }
}
