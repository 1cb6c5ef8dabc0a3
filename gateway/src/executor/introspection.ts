import {
  type DocumentNode,
  executeSync,
  type FieldNode,
  type GraphQLSchema,
  type InlineFragmentNode,
  Kind,
  type SelectionNode,
  visit,
} from 'graphql'
import type { ResponseObject } from './merge.js'
import type { SelectedOperation } from './plan.js'

/** Resolves `__schema` and `__type` of an operation. */
export type Introspect = (variables: ResponseObject) => Readonly<Record<string, unknown>>

const EMPTY: Readonly<Record<string, unknown>> = {}

/**
 * Prepares the introspection fields of an operation. Without variables the result is computed once.
 * @returns null for an operation without such fields
 */
export function prepareIntrospection(
  schema: GraphQLSchema,
  { operation, fragments }: SelectedOperation,
): Introspect | null {
  const selections = keepSchemaFields(operation.selectionSet.selections)
  if (selections.length === 0) return null

  const variables = new Set<string>()
  const document: DocumentNode = {
    kind: Kind.DOCUMENT,
    definitions: [
      { ...operation, directives: [], selectionSet: { ...operation.selectionSet, selections } },
      ...fragments.values(),
    ],
  }
  visit(document, { Variable: ({ name }) => void variables.add(name.value) })
  const execute = (variableValues: ResponseObject) => executeSync({ schema, document, variableValues }).data ?? EMPTY
  if (variables.size > 0) return execute
  let cached: Readonly<Record<string, unknown>> | undefined
  return () => {
    cached ??= execute({})
    return cached
  }

  /** Keeps the fields with their conditions; named fragments become inline fragments. */
  function keepSchemaFields(all: readonly SelectionNode[]): (FieldNode | InlineFragmentNode)[] {
    return all.flatMap((selection): (FieldNode | InlineFragmentNode)[] => {
      if (selection.kind === Kind.FIELD) {
        const { value } = selection.name
        return value === '__schema' || value === '__type' ? [selection] : []
      }
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection
      const kept = keepSchemaFields(fragment?.selectionSet.selections ?? [])
      if (kept.length === 0) return []
      const { directives } = selection
      const selectionSet = { kind: Kind.SELECTION_SET as const, selections: kept }
      return [{ kind: Kind.INLINE_FRAGMENT, ...(directives && { directives }), selectionSet }]
    })
  }
}
