import type { FetchDataRewrite, QueryPlanSelectionNode } from '@apollo/query-planner'
import { type GraphQLSchema, isObjectType } from 'graphql'
import type { ResponseObject } from '../merge/response-object.js'
import { applyRewrites } from './data-rewrites.js'
import { buildRepresentation } from './representation.js'

/** An entity to fetch once, and the objects that receive its fields. */
export interface EntityReference {
  representation: ResponseObject
  /** Serialized representation; equal text means the same entity. */
  json: string
  targets: ResponseObject[]
}

/** Distinct entities to fetch, and the objects that cannot be resolved. */
export interface EntityReferences {
  references: EntityReference[]
  unresolvable: ResponseObject[]
}

export type CollectReferences = (objects: readonly ResponseObject[]) => EntityReferences

/** Prepares the collection of entity references for a fetch. */
export function createReferenceCollector(
  schema: GraphQLSchema,
  requires: readonly QueryPlanSelectionNode[],
  rewrites: readonly FetchDataRewrite[] | undefined,
): CollectReferences {
  const readSimpleKey = rewrites ? null : createSimpleKeyReader(schema, requires)
  return (objects) => {
    const byKey = new Map<string, EntityReference>()
    const byJson = new Map<string, EntityReference>()
    const references: EntityReference[] = []
    const unresolvable: ResponseObject[] = []
    for (const object of objects) {
      const key = readSimpleKey?.(object)
      const existing = key === undefined ? undefined : byKey.get(key)
      if (existing) {
        existing.targets.push(object)
        continue
      }
      const representation = buildRepresentation(schema, object, requires)
      if (!representation) {
        unresolvable.push(object)
        continue
      }
      if (rewrites) applyRewrites(schema, rewrites, representation)
      const json = JSON.stringify(representation)
      const equal = byJson.get(json)
      if (equal) {
        equal.targets.push(object)
        continue
      }
      const reference = { representation, json, targets: [object] }
      references.push(reference)
      byJson.set(json, reference)
      if (key !== undefined) byKey.set(key, reference)
    }
    return { references, unresolvable }
  }
}

/**
 * Fast path for a single string key: equal keys of one type identify the same entity without a representation.
 *
 * @returns null when the fetch needs representations; the reader returns undefined for objects that need one
 */
function createSimpleKeyReader(
  schema: GraphQLSchema,
  requires: readonly QueryPlanSelectionNode[],
): ((object: ResponseObject) => string | undefined) | null {
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
