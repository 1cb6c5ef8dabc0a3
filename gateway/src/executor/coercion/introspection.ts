import {
  type DocumentNode,
  executeSync,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  visit,
} from 'graphql'
import type { ResponseObject } from '../merge/response-object.js'

/** Resolves `__schema` and `__type` of an operation. */
export type Introspect = (variables: ResponseObject) => Readonly<Record<string, unknown>>

const EMPTY: Readonly<Record<string, unknown>> = {}

/** Prepares the introspection fields of an operation. Without variables the result is computed once. */
export function createIntrospection(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): Introspect {
  const fields = collectSchemaFields(operation.selectionSet.selections)
  if (fields.length === 0) return () => EMPTY

  const variables = new Set<string>()
  const document: DocumentNode = {
    kind: Kind.DOCUMENT,
    definitions: [
      { ...operation, directives: [], selectionSet: { ...operation.selectionSet, selections: fields } },
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

  function collectSchemaFields(selections: readonly SelectionNode[]): FieldNode[] {
    return selections.flatMap((selection): FieldNode[] => {
      if (selection.kind === Kind.FIELD) {
        const { value } = selection.name
        return value === '__schema' || value === '__type' ? [withoutConditions(selection)] : []
      }
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection
      return collectSchemaFields(fragment?.selectionSet.selections ?? [])
    })
  }
}

/** Conditions are evaluated when the result is coerced. */
function withoutConditions(field: FieldNode): FieldNode {
  return { ...field, directives: [] }
}
