import type { OperationDefinitionNode } from 'graphql'
import { type DocumentNode, type FragmentDefinitionNode, GraphQLError, Kind } from 'graphql'

/** The operation to execute, and the fragments of its document. */
export interface SelectedOperation {
  operation: OperationDefinitionNode
  fragments: ReadonlyMap<string, FragmentDefinitionNode>
}

/** GetOperation of the specification. @throws GraphQLError (BAD_REQUEST) for an unknown or ambiguous operation name */
export function getOperation(document: DocumentNode, operationName: string | undefined): SelectedOperation {
  const operations: OperationDefinitionNode[] = []
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) operations.push(definition)
    else if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition)
  }
  const candidates =
    operationName === undefined ? operations : operations.filter(({ name }) => name?.value === operationName)
  const [operation, other] = candidates
  if (!operation)
    throw badRequest(operationName === undefined ? 'There is no operation.' : 'There is no such operation.')
  if (other) throw badRequest('The document has several operations: operationName must say which one to run.')
  return { operation, fragments }
}

function badRequest(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_REQUEST' } })
}
