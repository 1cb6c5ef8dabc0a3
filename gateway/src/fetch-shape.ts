import { type DocumentNode, type FieldNode, Kind, OperationTypeNode, print, type SelectionNode } from 'graphql'
import type { Supergraph } from './supergraph.js'

/** The names under which we ask each entity who it is; long enough that no client's alias meets them. */
export const TYPENAME_ALIAS = 'setrum_typename'
export const KEY_ALIAS_PREFIX = 'setrum_key_'

/** What one subgraph fetch of a query plan is about; the same for every request that runs the plan. */
export interface FetchShape {
  /** The query as JSON text, ready to be put into a request body. */
  queryJson: string
  operation: 'query' | 'mutation'
  /** Response names of what is asked at the root; none for an entity fetch. */
  rootNames: readonly string[]
  /** The schema's names of the same. */
  rootFields: readonly string[]
  /** For an entity fetch: which fields of each type it brings, as response names. Null for a root fetch. */
  entities: ReadonlyMap<string, EntityShape> | null
}

export interface EntityShape {
  /** What is missing when the fetch fails; empty when the whole entity is, because a field may not be null. */
  lost: readonly string[]
}

/**
 * Reads a fetch of the query plan, and adds to an entity fetch the question who each entity is, because neither the
 * planner nor the stock executor checks that what comes back is what was asked for.
 */
export function shapeOf(document: DocumentNode, subgraph: string, supergraph: Supergraph): FetchShape {
  const operation = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION)
  if (!operation) throw new Error('a fetch of the query plan has no operation')
  const roots = operation.selectionSet.selections.filter((node) => node.kind === Kind.FIELD)
  const entitiesField = roots.find((node) => node.name.value === '_entities')
  const kind = operation.operation === OperationTypeNode.MUTATION ? 'mutation' : 'query'
  if (!entitiesField) {
    return {
      queryJson: JSON.stringify(print(document)),
      operation: kind,
      rootNames: roots.map(responseName),
      rootFields: roots.map((field) => field.name.value),
      entities: null,
    }
  }
  const asked = { ...entitiesField, ...withIdentity(entitiesField, subgraph, supergraph) }
  const text = print({
    ...document,
    definitions: document.definitions.map((node) =>
      node === operation ? { ...operation, selectionSet: { ...operation.selectionSet, selections: [asked] } } : node,
    ),
  })
  return {
    queryJson: JSON.stringify(text),
    operation: kind,
    rootNames: [],
    rootFields: [],
    entities: entityShapes(entitiesField, supergraph),
  }
}

function entityShapes(field: FieldNode, supergraph: Supergraph): Map<string, EntityShape> {
  const shapes = new Map<string, EntityShape>()
  for (const fragment of field.selectionSet?.selections ?? []) {
    if (fragment.kind !== Kind.INLINE_FRAGMENT || !fragment.typeCondition) continue
    const typeName = fragment.typeCondition.name.value
    const fields = fragment.selectionSet.selections.filter((node) => node.kind === Kind.FIELD)
    const isWhole = fields.some((node) => !supergraph.isNullable(typeName, node.name.value))
    const before = shapes.get(typeName)
    const lost = isWhole || before?.lost.length === 0 ? [] : [...(before?.lost ?? []), ...fields.map(responseName)]
    shapes.set(typeName, { lost })
  }
  return shapes
}

function withIdentity(field: FieldNode, subgraph: string, supergraph: Supergraph): Pick<FieldNode, 'selectionSet'> {
  if (!field.selectionSet) return {}
  const selections = field.selectionSet.selections.map((selection): SelectionNode => {
    if (selection.kind !== Kind.INLINE_FRAGMENT || !selection.typeCondition) return selection
    const keys = supergraph.keysOf(subgraph, selection.typeCondition.name.value)
    return {
      ...selection,
      selectionSet: {
        ...selection.selectionSet,
        selections: [
          ...keys.map((key) => fieldNode(KEY_ALIAS_PREFIX + key, key)),
          ...selection.selectionSet.selections,
        ],
      },
    }
  })
  return {
    selectionSet: { ...field.selectionSet, selections: [fieldNode(TYPENAME_ALIAS, '__typename'), ...selections] },
  }
}

function fieldNode(alias: string, name: string): FieldNode {
  return {
    kind: Kind.FIELD,
    alias: { kind: Kind.NAME, value: alias },
    name: { kind: Kind.NAME, value: name },
  }
}

function responseName(field: FieldNode): string {
  return field.alias?.value ?? field.name.value
}
