/** A call without a time limit, such as one of another service. */
const DEFAULT_TIMEOUT_MS = 30_000

/**
 * Of the caller's time this part is for the work: a part that is given up in time is an error in its place, and the
 * other parts of the response still arrive.
 */
const WORK_RATIO = 0.9

/** Until when the work for a request is worth doing. */
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

  /** A deadline after this share of the time that is left. */
  after(share: number): Deadline {
    return new Deadline(this.remainingMs * share)
  }

  /** The result, or null when it does not come in time. Its computation must observe the deadline by itself. */
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
