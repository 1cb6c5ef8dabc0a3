import type { Viewer } from '@setrum/identity'
import { LRUCache } from 'lru-cache'
import type { GatewayContext } from './context.js'
import type { SubgraphAnswer, SubgraphCall } from './executor/index.js'

/** What is the same for all people of one role, and worth showing as it was a while ago. */
const LISTS = new Set(['products', 'product', 'shifts', 'shift'])
const ENTITIES = new Set(['Product', 'Shift'])

const FRESH_MS = 1_000

export interface Known {
  value: unknown
  asOf: Date
}

/**
 * The last good answers about products and shifts, for when master does not answer: a counter that knows its prices
 * of a minute ago can go on. Kept by role, query and variables, for signed-in people only.
 */
export class LastKnown {
  readonly #answers = new LRUCache<string, Known>({ max: 2_000 })
  readonly #now: () => Date

  constructor(now: () => Date) {
    this.#now = now
  }

  /** Whether answers to this call may be kept at all. */
  covers({ kind, fetch, references }: SubgraphCall<GatewayContext>, viewer: Viewer): boolean {
    if (kind !== 'query' || (viewer.role !== 'ADMIN' && viewer.role !== 'EMPLOYEE')) return false
    if (references.length === 0) return fetch.rootFields.every((field) => LISTS.has(field))
    return fetch.variableNames.length === 0 && fetch.entityTypes.every((type) => ENTITIES.has(type))
  }

  /** Keeps what a call brought, under the keys that `knownKeys` has for it. */
  keepAll(keys: readonly string[], { references }: SubgraphCall<GatewayContext>, answer: SubgraphAnswer): void {
    const { data, errors } = answer
    if (typeof data !== 'object' || data === null || (Array.isArray(errors) && errors.length > 0)) return
    const entities: unknown = '_entities' in data ? data._entities : null
    for (const [index, key] of keys.entries()) {
      if (references.length === 0) this.#keep(key, data)
      else if (Array.isArray(entities) && entities.length === keys.length) this.#keep(key, entities[index])
    }
  }

  /** A copy of what is known. */
  find(key: string): Known | undefined {
    const known = this.#answers.get(key)
    return known && { value: structuredClone(known.value), asOf: known.asOf }
  }

  /** Keeps a copy, at most one a second: the executor goes on writing into what it was given. */
  #keep(key: string, value: unknown): void {
    const asOf = this.#now()
    const before = this.#answers.get(key)
    if (before && asOf.getTime() - before.asOf.getTime() < FRESH_MS) return
    this.#answers.set(key, { value: structuredClone(value), asOf })
  }
}

/** What the answer to a call is kept under: one key for each entity it asks for, or one for all of it. */
export function knownKeys({ body, fetch, references, context }: SubgraphCall<GatewayContext>): string[] {
  const { role } = context.viewer
  if (references.length === 0) return [`${role} ${body}`]
  return references.map((reference) => `${role} ${fetch.query} ${reference}`)
}
