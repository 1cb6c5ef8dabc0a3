import type { Outcome } from '@setrum/iak'

/** So many queries in a row that teach nothing mean that the biller, or our account there, is down. */
const FAILURES = 5
const LONGEST = 16

/**
 * Holds the questions back while the biller does not answer, or answers each with something that says nothing of the
 * sale (maintenance, account suspended, wrong address or signature): for one beat, two, four, at most sixteen; after each
 * pause one question goes out to see whether it is back. All sales share it.
 * @see biller reference, "Lost requests, lost responses, retries": status query itself fails, back off
 */
export class BillerPause {
  readonly #beatMs: number
  #failures = 0
  #beats = 0
  #until = 0

  constructor(beatMs: number) {
    this.#beatMs = beatMs
  }

  /** How many questions may be under way at once. */
  allowed(most: number): number {
    if (this.#failures < FAILURES) return most
    return performance.now() < this.#until ? 0 : 1
  }

  observe(outcome: Outcome): void {
    if (outcome.kind !== 'INCONCLUSIVE') {
      this.#failures = 0
      this.#beats = 0
      return
    }
    this.#failures += 1
    if (this.#failures < FAILURES || performance.now() < this.#until) return
    this.#beats = Math.min(LONGEST, Math.max(1, this.#beats * 2))
    this.#until = performance.now() + this.#beats * this.#beatMs
  }
}
