import type { QueryPlanSelectionNode } from '@apollo/query-planner'
import { type GraphQLSchema, isObjectType, Kind, parse, print, stripIgnoredCharacters } from 'graphql'
import type { ResponseObject } from '../merge/response-object.js'
import type { EntityKeys } from '../plan/entity-keys.js'
import type { FetchPlanNode } from '../plan/fetch-plan.js'

/** Checks that a subgraph returned the requested entity. */
export interface EntityIdentityCheck {
  /** The plan's operation, with type name and key fields added. */
  operation: string
  /** Returns null for the requested entity, otherwise the difference. */
  describeMismatch: (expected: ResponseObject, received: ResponseObject) => string | null
}

/**
 * Adds `__typename` and the key fields to an entity fetch. Not for interface objects, which are returned under another
 * type name.
 */
export function createEntityIdentityCheck(
  { node, document }: FetchPlanNode,
  requires: readonly QueryPlanSelectionNode[],
  schema: GraphQLSchema,
  entityKeys: EntityKeys,
): EntityIdentityCheck {
  const keysByType = new Map<string, readonly string[]>()
  if (!node.inputRewrites) {
    for (const selection of requires) {
      if (selection.kind !== 'InlineFragment' || !isObjectType(schema.getType(selection.typeCondition ?? ''))) continue
      const requestedFields = selection.selections.flatMap((field) =>
        field.kind === 'Field' && !field.selections ? field.name : [],
      )
      const type = selection.typeCondition ?? ''
      keysByType.set(
        type,
        requestedFields.filter((field) => entityKeys(node.serviceName, type).has(field)),
      )
    }
  }
  return {
    operation: keysByType.size === 0 ? node.operation : addIdentityFields(document, keysByType),
    describeMismatch(expected, received) {
      const type = expected.__typename
      const fields = typeof type === 'string' ? keysByType.get(type) : undefined
      if (!fields) return null
      if (received.__typename !== type) return `requested a ${type}, received another type`
      const mismatched = fields.find((field) => !isSameKey(expected[field], received[field]))
      return mismatched === undefined ? null : `requested a ${type}, received one with another ${mismatched}`
    },
  }
}

/** Ids serialize as text: 7 and "7" identify the same entity. */
function isSameKey(expected: unknown, received: unknown): boolean {
  return expected === received || (typeof expected !== 'object' && String(expected) === String(received))
}

function addIdentityFields(
  document: FetchPlanNode['document'],
  keysByType: ReadonlyMap<string, readonly string[]>,
): string {
  const fragments = [...keysByType].map(([type, fields]) => `... on ${type} { __typename ${fields.join(' ')} }`)
  const [extra] = parse(`{ ${fragments.join(' ')} }`, { noLocation: true }).definitions
  const added = extra?.kind === Kind.OPERATION_DEFINITION ? extra.selectionSet.selections : []
  return stripIgnoredCharacters(
    print({
      ...document,
      definitions: document.definitions.map((definition) => {
        if (definition.kind !== Kind.OPERATION_DEFINITION) return definition
        const selections = definition.selectionSet.selections.map((selection) =>
          selection.kind === Kind.FIELD && selection.selectionSet
            ? {
                ...selection,
                selectionSet: {
                  ...selection.selectionSet,
                  selections: [...added, ...selection.selectionSet.selections],
                },
              }
            : selection,
        )
        return { ...definition, selectionSet: { ...definition.selectionSet, selections } }
      }),
    }),
  )
}
