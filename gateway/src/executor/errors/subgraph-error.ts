import { GraphQLError, type GraphQLErrorExtensions } from 'graphql'
import type { Run } from '../execution-context.js'
import type { ResponsePath } from '../merge/response-object.js'
import { SUBGRAPH_UNAVAILABLE, type SubgraphFailure } from './subgraph-failure.js'

/** The part of a subgraph's error that we pass on. */
export interface SubgraphError {
  message: string
  path: ResponsePath | null
  extensions: GraphQLErrorExtensions
}

/**
 * Passes a subgraph's error on as it came: its words, its code, the place in the client's answer, and whose it is. One
 * that says which other subgraph it could not reach goes on saying so.
 */
export function passOn<Context>(run: Run<Context>, subgraph: string, error: SubgraphError, path: ResponsePath): void {
  const { service } = error.extensions
  const code = codeOf(error)
  run.errors.push(
    new GraphQLError(error.message, {
      path: path.map((step) => (typeof step === 'string' ? run.clientName(step) : step)),
      extensions: {
        ...error.extensions,
        code,
        service: code === SUBGRAPH_UNAVAILABLE && typeof service === 'string' ? service : subgraph,
      },
    }),
  )
}

/** The failure behind an answer that has errors and no data: what is missing is missing for this reason. */
export function failureOfError(subgraph: string, error: SubgraphError): SubgraphFailure {
  return { subgraph, code: codeOf(error), message: error.message, extensions: error.extensions }
}

function codeOf(error: SubgraphError): string {
  const { code } = error.extensions
  return typeof code === 'string' ? code : 'DOWNSTREAM_SERVICE_ERROR'
}
