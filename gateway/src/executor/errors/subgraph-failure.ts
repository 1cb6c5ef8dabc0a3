import { GraphQLError } from 'graphql'

/** Code for every part that a subgraph failed to deliver. */
export const SUBGRAPH_UNAVAILABLE = 'SUBGRAPH_UNAVAILABLE'

/** Why a subgraph's part is missing, worded for clients. */
export interface SubgraphFailure {
  subgraph: string
  code: string
  message: string
  /** Further extensions for the client; `code` and `service` are added. */
  extensions: Readonly<Record<string, unknown>>
}

/** Converts a thrown error. A `GraphQLError` keeps its code and message; all other errors are masked. */
export function toSubgraphFailure(subgraph: string, error: unknown): SubgraphFailure {
  if (!(error instanceof GraphQLError)) return createUnavailableFailure(subgraph)
  const { code } = error.extensions
  return {
    subgraph,
    code: typeof code === 'string' ? code : SUBGRAPH_UNAVAILABLE,
    message: error.message,
    extensions: error.extensions,
  }
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

export function toGraphqlError(failure: SubgraphFailure, path: readonly (string | number)[]): GraphQLError {
  return new GraphQLError(failure.message, {
    path,
    extensions: { ...failure.extensions, code: failure.code, service: failure.subgraph },
  })
}
