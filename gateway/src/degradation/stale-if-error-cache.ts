import type { Viewer } from '@setrum/identity'
import { LRUCache } from 'lru-cache'
import type { SubgraphCall, SubgraphResult } from '../executor/index.js'
import type { GatewayContext } from '../pipeline/gateway-context.js'

/** Root fields with the same result for all users of a role. */
const CACHEABLE_FIELDS = new Set(['products', 'shifts'])

const MIN_STORE_INTERVAL_MS = 1_000

export interface StaleEntry {
  value: unknown
  asOf: Date
}

/**
 * Stale-if-error cache (RFC 5861) for the lists of products and shifts: a counter can keep selling while master is
 * unavailable. Entries are keyed by role, query and variables, for signed-in users only. Joined fields
 * (`Transaction.product`) are not cached: the contract says that they are null then.
 */
export class StaleIfErrorCache {
  readonly #entries = new LRUCache<string, StaleEntry>({ max: 2_000 })
  readonly #now: () => Date

  constructor(now: () => Date) {
    this.#now = now
  }

  /** True when responses to this call may be stored and served stale. */
  isCacheable({ kind, rootFields }: SubgraphCall<GatewayContext>, { role }: Viewer): boolean {
    if (kind !== 'query' || (role !== 'ADMIN' && role !== 'EMPLOYEE')) return false
    return rootFields.length > 0 && rootFields.every((field) => CACHEABLE_FIELDS.has(field))
  }

  /** Stores a copy, at most one per second: the executor mutates the response it receives. */
  store(call: SubgraphCall<GatewayContext>, { data, errors }: SubgraphResult): void {
    if (typeof data !== 'object' || data === null || (Array.isArray(errors) && errors.length > 0)) return
    const key = toCacheKey(call)
    const asOf = this.#now()
    const previous = this.#entries.get(key)
    if (previous && asOf.getTime() - previous.asOf.getTime() < MIN_STORE_INTERVAL_MS) return
    this.#entries.set(key, { value: structuredClone(data), asOf })
  }

  /** Returns a copy of the stored response. */
  find(call: SubgraphCall<GatewayContext>): StaleEntry | undefined {
    const entry = this.#entries.get(toCacheKey(call))
    return entry && { value: structuredClone(entry.value), asOf: entry.asOf }
  }
}

function toCacheKey({ body, context }: SubgraphCall<GatewayContext>): string {
  return `${context.viewer.role} ${body}`
}
