import { Kind, type OperationDefinitionNode } from 'graphql'

/**
 * True when a set contains all root fields of an operation, named as in SchemaRules. Fragments are rejected, because they
 * could contain any field.
 */
export function areAllFieldsIn(
  { operation, selectionSet }: OperationDefinitionNode,
  fields: ReadonlySet<string>,
): boolean {
  return selectionSet.selections.every(
    (node) => node.kind === Kind.FIELD && fields.has(`${operation}.${node.name.value}`),
  )
}
