import { callerIdOf, type Viewer } from '@setrum/identity'
import { Semaphore } from 'async-mutex'

/** Queries of one caller that run at the same time. A page that sends more gets the others a few milliseconds later. */
const MAX_CONCURRENT = 4

/**
 * Limits the queries of one caller that run at the same time; further ones wait. So the slow queries of one caller, such as
 * searches, cannot occupy a subgraph while others wait. Mutations do not wait: a sale comes before all queries.
 */
export class QueryConcurrency {
  readonly #callers = new Map<string, Semaphore>()

  async run<Result>(viewer: Viewer, query: () => Promise<Result>): Promise<Result> {
    const caller = callerIdOf(viewer)
    const semaphore = this.#callers.get(caller) ?? new Semaphore(MAX_CONCURRENT)
    this.#callers.set(caller, semaphore)
    try {
      return await semaphore.runExclusive(query)
    } finally {
      if (semaphore.getValue() === MAX_CONCURRENT) this.#callers.delete(caller)
    }
  }
}
