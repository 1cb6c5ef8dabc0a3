import { GraphQLError, type GraphQLErrorExtensions } from 'graphql'
import type { ExecutionContext } from '../execution-context.js'
import type { ResponsePath } from '../merge/response-object.js'
import { SUBGRAPH_UNAVAILABLE, type SubgraphFailure } from './subgraph-failure.js'

/** An error in a subgraph's response. */
export interface SubgraphError {
  message: string
  path: ResponsePath | null
  extensions: GraphQLErrorExtensions
}

/**
 * Adds a subgraph's error to the result with its message and code, at the client's path. `service` names the subgraph,
 * or the other subgraph that it could not reach.
 */
export function forwardError<Context>(
  execution: ExecutionContext<Context>,
  subgraph: string,
  error: SubgraphError,
  path: ResponsePath,
): void {
  const { service } = error.extensions
  const code = readCode(error)
  execution.errors.push(
    new GraphQLError(error.message, {
      path: path.map((step) => (typeof step === 'string' ? execution.toClientName(step) : step)),
      extensions: {
        ...error.extensions,
        code,
        service: code === SUBGRAPH_UNAVAILABLE && typeof service === 'string' ? service : subgraph,
      },
    }),
  )
}

/** The failure behind a response with errors and without data. */
export function failureFromError(subgraph: string, error: SubgraphError): SubgraphFailure {
  return { subgraph, code: readCode(error), message: error.message, extensions: error.extensions }
}

function readCode(error: SubgraphError): string {
  const { code } = error.extensions
  return typeof code === 'string' ? code : 'DOWNSTREAM_SERVICE_ERROR'
}
