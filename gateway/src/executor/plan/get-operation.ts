import type { OperationDefinitionNode } from 'graphql'
import { type DocumentNode, type FragmentDefinitionNode, GraphQLError, Kind } from 'graphql'

/** The operation of a document that is to run, and the fragments it may use. */
export interface ChosenOperation {
  operation: OperationDefinitionNode
  fragments: ReadonlyMap<string, FragmentDefinitionNode>
}

/** @throws GraphQLError (BAD_REQUEST) when the document has no such operation, or several and none was named. */
export function chooseOperation(document: DocumentNode, operationName: string | undefined): ChosenOperation {
  const operations: OperationDefinitionNode[] = []
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) operations.push(definition)
    else if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition)
  }
  const named =
    operationName === undefined ? operations : operations.filter(({ name }) => name?.value === operationName)
  const [operation, other] = named
  if (!operation) throw refused(operationName === undefined ? 'There is no operation.' : 'There is no such operation.')
  if (other) throw refused('The document has several operations: operationName must say which one to run.')
  return { operation, fragments }
}

function refused(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_REQUEST' } })
}
