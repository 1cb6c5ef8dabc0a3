import type { Outcome } from '@setrum/iak'

/** So many queries in a row without any answer mean that the biller is down. */
const FAILURES = 5
const LONGEST = 16

/**
 * Holds the questions back while the biller does not answer at all: for one beat, two, four, at most sixteen; after
 * each pause one question goes out to see whether it is back. All sales share it.
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

  get isDown(): boolean {
    return this.#failures >= FAILURES
  }

  observe(outcome: Outcome): void {
    const isSilence = outcome.kind === 'NOTHING_LEARNED' && outcome.code === null
    if (!isSilence) {
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
