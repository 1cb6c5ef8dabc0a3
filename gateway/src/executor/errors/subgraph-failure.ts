import { GraphQLError } from 'graphql'

/** The code of whatever a subgraph owes and did not deliver. */
export const SUBGRAPH_UNAVAILABLE = 'SUBGRAPH_UNAVAILABLE'

/** Why a subgraph's part is missing, in the words that the client may see. */
export interface SubgraphFailure {
  subgraph: string
  code: string
  message: string
  /** What else the data source or the subgraph wants the client to know; `code` and `service` are added. */
  extensions: Readonly<Record<string, unknown>>
}

/** The failure of a call that threw. A `GraphQLError` chooses its own code and words; anything else stays unsaid. */
export function failureOfThrown(subgraph: string, error: unknown): SubgraphFailure {
  if (!(error instanceof GraphQLError)) return unavailable(subgraph)
  const { code } = error.extensions
  return {
    subgraph,
    code: typeof code === 'string' ? code : SUBGRAPH_UNAVAILABLE,
    message: error.message,
    extensions: error.extensions,
  }
}

/** What the client is told of a subgraph that owes a part of the answer. */
export interface FailureWords {
  message: string
  extensions?: Readonly<Record<string, unknown>>
}

export function unavailable(subgraph: string, words?: FailureWords): SubgraphFailure {
  return {
    subgraph,
    code: SUBGRAPH_UNAVAILABLE,
    message: words?.message ?? `The part of the answer that ${subgraph} owns is not available.`,
    extensions: words?.extensions ?? {},
  }
}

export function errorOfFailure(failure: SubgraphFailure, path: readonly (string | number)[]): GraphQLError {
  return new GraphQLError(failure.message, {
    path,
    extensions: { ...failure.extensions, code: failure.code, service: failure.subgraph },
  })
}
