import { GraphQLError, type GraphQLErrorExtensions } from 'graphql'
import type { ResponsePath } from './merge.js'

/** Code for every part that a subgraph failed to deliver. */
export const SUBGRAPH_UNAVAILABLE = 'SUBGRAPH_UNAVAILABLE'

/** Why a part of the result is missing, worded for clients. One failure may concern many response paths. */
export interface SubgraphFailure {
  subgraph: string
  code: string
  message: string
  /** Further extensions for the client; `code` and `service` are added. */
  extensions: Readonly<Record<string, unknown>>
}

/** An error in a subgraph's response. */
export interface SubgraphError {
  message: string
  path: ResponsePath | null
  extensions: GraphQLErrorExtensions
}

/** Message for clients about an unavailable subgraph. */
export interface ErrorMessage {
  message: string
  extensions?: Readonly<Record<string, unknown>>
}

export function createUnavailableFailure(subgraph: string, errorMessage?: ErrorMessage): SubgraphFailure {
  return {
    subgraph,
    code: SUBGRAPH_UNAVAILABLE,
    message: errorMessage?.message ?? `The part of the result that ${subgraph} owns is not available.`,
    extensions: errorMessage?.extensions ?? {},
  }
}

/** Converts a thrown error. A `GraphQLError` keeps its code and message; all other errors are masked. */
export function failureFromException(subgraph: string, error: unknown): SubgraphFailure {
  if (!(error instanceof GraphQLError)) return createUnavailableFailure(subgraph)
  const { code } = error.extensions
  return {
    subgraph,
    code: typeof code === 'string' ? code : SUBGRAPH_UNAVAILABLE,
    message: error.message,
    extensions: error.extensions,
  }
}

/**
 * Converts an error of a subgraph, which keeps its message and code. The failure names the subgraph, or the other
 * subgraph that it could not reach.
 */
export function failureFromError(subgraph: string, { message, extensions }: SubgraphError): SubgraphFailure {
  const { service } = extensions
  const code = typeof extensions.code === 'string' ? extensions.code : 'DOWNSTREAM_SERVICE_ERROR'
  const isOther = code === SUBGRAPH_UNAVAILABLE && typeof service === 'string'
  return { subgraph: isOther ? service : subgraph, code, message, extensions }
}

/** Creates the client's error. Its `cause` is the failure, which errors at other paths may share. */
export function toGraphqlError(failure: SubgraphFailure, path: ResponsePath | null): GraphQLError {
  const error = new GraphQLError(failure.message, {
    ...(path && { path }),
    extensions: { ...failure.extensions, code: failure.code, service: failure.subgraph },
  })
  error.cause = failure
  return error
}
