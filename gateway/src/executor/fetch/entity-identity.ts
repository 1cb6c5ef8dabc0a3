import type { QueryPlanSelectionNode } from '@apollo/query-planner'
import { type GraphQLSchema, isObjectType, Kind, parse, print, stripIgnoredCharacters } from 'graphql'
import type { Row } from '../merge/response-object.js'
import type { EntityKeys } from '../plan/entity-keys.js'
import type { FetchPart } from '../plan/fetch-plan.js'

/** How to tell that a subgraph answered for the entity that it was asked for. */
export interface EntityIdentity {
  /** The plan's operation, asking for type name and key as well. */
  operation: string
  /** Null when it is the one; otherwise what is wrong with it. */
  mismatch: (asked: Row, received: Row) => string | null
}

/**
 * Makes a fetch of entities ask for their type name and those keys by which it names them. Not where an interface
 * stands for its types: there the answer goes by another name on purpose.
 */
export function entityIdentity(
  { node, document }: FetchPart,
  requires: readonly QueryPlanSelectionNode[],
  schema: GraphQLSchema,
  keys: EntityKeys,
): EntityIdentity {
  const keysOfType = new Map<string, readonly string[]>()
  if (!node.inputRewrites) {
    for (const selection of requires) {
      if (selection.kind !== 'InlineFragment' || !isObjectType(schema.getType(selection.typeCondition ?? ''))) continue
      const asked = selection.selections.flatMap((field) =>
        field.kind === 'Field' && !field.selections ? field.name : [],
      )
      const type = selection.typeCondition ?? ''
      keysOfType.set(
        type,
        asked.filter((field) => keys(node.serviceName, type).has(field)),
      )
    }
  }
  return {
    operation: keysOfType.size === 0 ? node.operation : askingFor(document, keysOfType),
    mismatch(asked, received) {
      const type = asked.__typename
      const fields = typeof type === 'string' ? keysOfType.get(type) : undefined
      if (!fields) return null
      if (received.__typename !== type) return `asked for a ${type}, got another type`
      const wrong = fields.find((field) => !sameKey(asked[field], received[field]))
      return wrong === undefined ? null : `asked for a ${type}, got one with another ${wrong}`
    },
  }
}

/** Keys compare as GraphQL writes ids: 7 and "7" name the same entity. */
function sameKey(asked: unknown, received: unknown): boolean {
  return asked === received || (typeof asked !== 'object' && String(asked) === String(received))
}

function askingFor(document: FetchPart['document'], keysOfType: ReadonlyMap<string, readonly string[]>): string {
  const fragments = [...keysOfType].map(([type, fields]) => `... on ${type} { __typename ${fields.join(' ')} }`)
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
