import type { Viewer } from '@setrum/identity'
import type { FetchShape } from './fetch-shape.js'
import { Lru } from './lru.js'

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
  readonly #answers = new Lru<string, Known>(2_000)
  readonly #now: () => Date

  constructor(now: () => Date) {
    this.#now = now
  }

  /** Whether answers to this fetch may be kept at all. */
  covers(shape: FetchShape, viewer: Viewer): boolean {
    if (shape.operation !== 'query' || (viewer.role !== 'ADMIN' && viewer.role !== 'EMPLOYEE')) return false
    if (shape.entities) return [...shape.entities.keys()].every((typeName) => ENTITIES.has(typeName))
    return shape.rootFields.every((field) => LISTS.has(field))
  }

  /** Keeps a copy, at most one a second: the executor goes on writing into what it was given. */
  keep(key: string, value: unknown): void {
    const asOf = this.#now()
    const before = this.#answers.get(key)
    if (before && asOf.getTime() - before.asOf.getTime() < FRESH_MS) return
    this.#answers.set(key, { value: structuredClone(value), asOf })
  }

  /** A copy of what is known. */
  find(key: string): Known | undefined {
    const known = this.#answers.get(key)
    return known && { value: structuredClone(known.value), asOf: known.asOf }
  }
}

/** What an answer is kept under. `asked` is all that varies: variables, or one reference. */
export function knownKey(shape: FetchShape, viewer: Viewer, asked: unknown): string {
  return `${viewer.role} ${shape.queryJson} ${JSON.stringify(asked)}`
}
