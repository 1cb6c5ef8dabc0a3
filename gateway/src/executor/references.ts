import type { FetchDataRewrite, QueryPlanSelectionNode } from '@apollo/query-planner'
import type { GraphQLSchema } from 'graphql'
import { representationOf } from './representation.js'
import { applyRewrites } from './rewrites.js'
import type { Row } from './row.js'

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

/** Names the entities for which the objects at a place stand. */
export function referencesOf(
  schema: GraphQLSchema,
  objects: readonly Row[],
  requires: readonly QueryPlanSelectionNode[],
  rewrites: readonly FetchDataRewrite[] | undefined,
): References {
  const byJson = new Map<string, Reference>()
  const unaskable: Row[] = []
  for (const object of objects) {
    const representation = representationOf(schema, object, requires)
    if (!representation) {
      unaskable.push(object)
      continue
    }
    if (rewrites) applyRewrites(schema, rewrites, representation)
    const json = JSON.stringify(representation)
    const known = byJson.get(json)
    if (known) known.targets.push(object)
    else byJson.set(json, { representation, json, targets: [object] })
  }
  return { references: [...byJson.values()], unaskable }
}
