import { KEY_ALIAS_PREFIX, TYPENAME_ALIAS } from './fetch-shape.js'

/** A reference to an entity, as the query plan makes it: `__typename`, the key, and what `@requires` adds. */
export type Representation = Readonly<Record<string, unknown>>

export interface Distinct {
  representations: readonly Representation[]
  /** For each reference asked for, where its answer stands. */
  positions: readonly number[]
}

/** Twenty sales of five people are five questions, not twenty. */
export function distinct(representations: readonly Representation[]): Distinct {
  const places = new Map<string, number>()
  const unique: Representation[] = []
  const positions = representations.map((representation) => {
    const text = JSON.stringify(representation)
    const known = places.get(text)
    if (known !== undefined) return known
    places.set(text, unique.length)
    unique.push(representation)
    return unique.length - 1
  })
  return { representations: unique, positions }
}

/**
 * Checks that entities are those that were asked for, each in its place.
 * @returns what is wrong, or null
 */
export function mismatch(representations: readonly Representation[], entities: unknown): string | null {
  if (!Array.isArray(entities)) return '_entities is no list'
  if (entities.length !== representations.length) return '_entities has another length than asked for'
  for (const [index, representation] of representations.entries()) {
    const entity: unknown = entities[index]
    if (entity === null) continue
    if (typeof entity !== 'object') return 'an entity is no object'
    const said = entity as Readonly<Record<string, unknown>>
    if (said[TYPENAME_ALIAS] !== representation.__typename) return 'an entity is of another type than asked for'
    for (const name of Object.keys(said)) {
      if (!name.startsWith(KEY_ALIAS_PREFIX)) continue
      const wanted = representation[name.slice(KEY_ALIAS_PREFIX.length)]
      if (wanted !== undefined && String(said[name]) !== String(wanted))
        return 'an entity has another key than asked for'
    }
  }
  return null
}
