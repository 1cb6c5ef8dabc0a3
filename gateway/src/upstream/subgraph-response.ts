import { type GraphqlResponse, parseGraphqlResponse } from '../executor/index.js'
import { SubgraphUnavailableError } from './subgraph-unavailable-error.js'

/** 4xx that concern the whole subgraph: a wrong identity secret, or a wrong URL. */
const SUBGRAPH_WIDE_STATUSES: readonly number[] = [401, 404]

/**
 * Parses a subgraph's HTTP response; only a GraphQL response is accepted.
 * @throws SubgraphUnavailableError for a server error, a rejected identity or request, or an invalid response
 */
export function readSubgraphResponse(subgraph: string, status: number, text: string): GraphqlResponse {
  // A 400 may carry GraphQL errors, such as a variable that a custom scalar rejects.
  if (status !== 200 && status !== 400) {
    const isRequestRejected = status > 400 && status < 500 && !SUBGRAPH_WIDE_STATUSES.includes(status)
    throw new SubgraphUnavailableError(
      subgraph,
      { reason: isRequestRejected ? 'refused' : 'status', isSent: !isRequestRejected },
      { detail: `it responded with status ${status}` },
    )
  }
  const response = parseGraphqlResponse(parseJson(text))
  if (response) return response
  throw new SubgraphUnavailableError(
    subgraph,
    { reason: 'malformed', isSent: true },
    { detail: 'its body is not a GraphQL response' },
  )
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
