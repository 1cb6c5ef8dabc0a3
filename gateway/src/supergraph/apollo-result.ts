import { GraphQLError } from 'graphql'
import type { SupergraphResult } from '../executor/executor.js'

/** A result of Apollo's executor. */
interface ApolloResult {
  data?: Record<string, unknown> | null | undefined
  errors?: readonly GraphQLError[]
  extensions?: Record<string, unknown>
}

/**
 * Converts a result of Apollo's executor to the form of ours. Apollo names the subgraph of an error as `serviceName`, and
 * reports values that violate the schema in an extension only.
 */
export function fromApolloResult({ data, errors = [], extensions }: ApolloResult): SupergraphResult {
  const invalidValues = Array.isArray(extensions?.valueCompletion) ? extensions.valueCompletion : []
  const allErrors = [
    ...errors.map(nameService),
    ...invalidValues.filter((error): error is GraphQLError => error instanceof GraphQLError),
  ]
  return {
    ...(data === undefined ? {} : { data }),
    ...(allErrors.length > 0 && { errors: allErrors }),
    unavailableParts: [],
    stale: [],
  }
}

function nameService(error: GraphQLError): GraphQLError {
  const { serviceName, service = serviceName, ...others } = error.extensions
  if (service === undefined) return error
  return new GraphQLError(error.message, {
    nodes: error.nodes,
    path: error.path,
    extensions: { ...others, service },
  })
}
