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
import type { Row } from '../merge/response-object.js'

/** Answers `__schema` and `__type` of an operation, which no subgraph is asked for. */
export type Introspection = (variables: Row) => Readonly<Record<string, unknown>>

const NOTHING: Readonly<Record<string, unknown>> = {}

/** Prepares the part of an operation that asks about the schema itself. Without variables it is answered only once. */
export function introspectionOf(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): Introspection {
  const fields = schemaFields(operation.selectionSet.selections)
  if (fields.length === 0) return () => NOTHING

  const variables = new Set<string>()
  const document: DocumentNode = {
    kind: Kind.DOCUMENT,
    definitions: [
      { ...operation, directives: [], selectionSet: { ...operation.selectionSet, selections: fields } },
      ...fragments.values(),
    ],
  }
  visit(document, { Variable: ({ name }) => void variables.add(name.value) })
  const answer = (given: Row) => executeSync({ schema, document, variableValues: given }).data ?? NOTHING
  if (variables.size > 0) return answer
  let known: Readonly<Record<string, unknown>> | undefined
  return () => {
    known ??= answer({})
    return known
  }

  function schemaFields(selections: readonly SelectionNode[]): FieldNode[] {
    return selections.flatMap((selection): FieldNode[] => {
      if (selection.kind === Kind.FIELD) {
        const { value } = selection.name
        return value === '__schema' || value === '__type' ? [withoutConditions(selection)] : []
      }
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection
      return schemaFields(fragment?.selectionSet.selections ?? [])
    })
  }
}

/** Whether it is wanted at all is decided where the answer is shaped. */
function withoutConditions(field: FieldNode): FieldNode {
  return { ...field, directives: [] }
}
