import type { FetchDataRewrite, QueryPlanSelectionNode } from '@apollo/query-planner'
import { type GraphQLSchema, isObjectType } from 'graphql'
import type { Row } from '../merge/response-object.js'
import { applyRewrites } from './data-rewrites.js'
import { representationOf } from './representation.js'

/** An entity to ask for, once, and the objects of the tree that stand for it. */
export interface Reference {
  representation: Row
  /** The representation as JSON: what makes two references the same one. */
  json: string
  targets: Row[]
}

/** The entities to ask for, each once, and the objects for which nothing can be asked. */
export interface References {
  references: Reference[]
  unaskable: Row[]
}

/** Names the entities for which objects stand. */
export type FindReferences = (objects: readonly Row[]) => References

/** Prepares the naming of entities for a fetch of the plan. */
export function findReferences(
  schema: GraphQLSchema,
  requires: readonly QueryPlanSelectionNode[],
  rewrites: readonly FetchDataRewrite[] | undefined,
): FindReferences {
  const keyOf = rewrites ? null : plainKey(schema, requires)
  return (objects) => {
    const byKey = new Map<string, Reference>()
    const byJson = new Map<string, Reference>()
    const references: Reference[] = []
    const unaskable: Row[] = []
    for (const object of objects) {
      const key = keyOf?.(object)
      const known = key === undefined ? undefined : byKey.get(key)
      if (known) {
        known.targets.push(object)
        continue
      }
      const representation = representationOf(schema, object, requires)
      if (!representation) {
        unaskable.push(object)
        continue
      }
      if (rewrites) applyRewrites(schema, rewrites, representation)
      const json = JSON.stringify(representation)
      const same = byJson.get(json)
      if (same) {
        same.targets.push(object)
        continue
      }
      const reference = { representation, json, targets: [object] }
      references.push(reference)
      byJson.set(json, reference)
      if (key !== undefined) byKey.set(key, reference)
    }
    return { references, unaskable }
  }
}

/**
 * Most entities are named by one text: two objects of the one type with the same text are the same entity, which is
 * known without writing their representations.
 *
 * @returns null where it takes more; then undefined for an object for which it takes more
 */
function plainKey(
  schema: GraphQLSchema,
  requires: readonly QueryPlanSelectionNode[],
): ((object: Row) => string | undefined) | null {
  const [only, other] = requires
  if (other || only?.kind !== 'InlineFragment' || !isObjectType(schema.getType(only.typeCondition ?? ''))) return null
  const fields = only.selections.filter((field) => field.kind === 'Field')
  const [key, another] = fields.filter(({ name }) => name !== '__typename')
  if (!key || another || fields.length !== only.selections.length || key.selections || key.alias) return null
  const { typeCondition } = only
  return (object) => {
    const value = object[key.name]
    return object.__typename === typeCondition && typeof value === 'string' ? value : undefined
  }
}
