import type { Viewer } from '@setrum/identity'
import { LRUCache } from 'lru-cache'
import type { SubgraphAnswer, SubgraphCall } from '../executor/index.js'
import type { GatewayContext } from '../pipeline/gateway-context.js'

/** What is the same for all people of one role, and worth showing as it was a while ago. */
const LISTS = new Set(['products', 'shifts'])

const FRESH_MS = 1_000

export interface Known {
  value: unknown
  asOf: Date
}

/**
 * The last good lists of products and shifts, for when master does not answer: a counter that knows its prices of a
 * minute ago can go on. Kept by role, query and variables, for signed-in people only. Not what other lists join from
 * master: the contract says that this is null then, and the sale has a name and hours of its own.
 */
export class LastKnown {
  readonly #answers = new LRUCache<string, Known>({ max: 2_000 })
  readonly #now: () => Date

  constructor(now: () => Date) {
    this.#now = now
  }

  /** Whether answers to this call may be kept at all. */
  covers({ kind, rootFields }: SubgraphCall<GatewayContext>, { role }: Viewer): boolean {
    if (kind !== 'query' || (role !== 'ADMIN' && role !== 'EMPLOYEE')) return false
    return rootFields.length > 0 && rootFields.every((field) => LISTS.has(field))
  }

  /** Keeps a copy of what a call brought, at most one a second: the executor goes on writing into what it was given. */
  keep(call: SubgraphCall<GatewayContext>, { data, errors }: SubgraphAnswer): void {
    if (typeof data !== 'object' || data === null || (Array.isArray(errors) && errors.length > 0)) return
    const key = keyOf(call)
    const asOf = this.#now()
    const before = this.#answers.get(key)
    if (before && asOf.getTime() - before.asOf.getTime() < FRESH_MS) return
    this.#answers.set(key, { value: structuredClone(data), asOf })
  }

  /** A copy of what is known. */
  find(call: SubgraphCall<GatewayContext>): Known | undefined {
    const known = this.#answers.get(keyOf(call))
    return known && { value: structuredClone(known.value), asOf: known.asOf }
  }
}

function keyOf({ body, context }: SubgraphCall<GatewayContext>): string {
  return `${context.viewer.role} ${body}`
}
