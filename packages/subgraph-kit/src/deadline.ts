/** Applies to a call without the header. */
const DEFAULT_TIMEOUT_MS = 30_000

/**
 * Share of the caller's time for the work. The rest is for the response: a field that times out becomes an error of that
 * field, and the other fields still arrive.
 */
const WORK_RATIO = 0.9

/** The end of a time limit: work for a request stops there. */
export class Deadline {
  readonly #at: number

  constructor(ms: number) {
    this.#at = performance.now() + ms
  }

  /** Reads the caller's time limit. */
  static fromHeader(value: string | string[] | undefined): Deadline {
    const ms = typeof value === 'string' && /^\d{1,6}$/.test(value) ? Number(value) : DEFAULT_TIMEOUT_MS
    return new Deadline(ms * WORK_RATIO)
  }

  /** Milliseconds left, for `maxTimeMS`: at least 1, because 0 means no limit there. */
  get remainingMs(): number {
    return Math.max(1, Math.floor(this.#at - performance.now()))
  }

  get isOver(): boolean {
    return performance.now() >= this.#at
  }

  /** The deadline after this share of the remaining time. */
  after(share: number): Deadline {
    return new Deadline(this.remainingMs * share)
  }

  /** The deadline in `ms` milliseconds, or this one if that is earlier. */
  within(ms: number): Deadline {
    return new Deadline(Math.min(ms, this.remainingMs))
  }

  /** Returns the result, or null after the deadline. The computation itself must observe the deadline. */
  async race<T>(result: Promise<T>): Promise<T | null> {
    let timer: NodeJS.Timeout | undefined
    const passed = new Promise<null>((resolve) => {
      timer = setTimeout(() => resolve(null), this.remainingMs)
    })
    try {
      return await Promise.race([result, passed])
    } finally {
      clearTimeout(timer)
    }
  }
}
