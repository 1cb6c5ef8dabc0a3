import { parseJson } from '@setrum/service-runtime'
import type { HttpResponse } from './http-call.js'
import { SubgraphUnavailableError } from './subgraph-unavailable-error.js'

/** 4xx that concern the whole subgraph: a wrong identity secret, or a wrong URL. */
const SUBGRAPH_WIDE_STATUSES: readonly number[] = [401, 404]

/**
 * Reads a subgraph's HTTP response; only a GraphQL response is accepted.
 * @param parse returns null for a body that is no GraphQL response
 * @throws SubgraphUnavailableError for a server error, a rejected identity or request, or an invalid response
 */
export function readSubgraphResponse<T>(
  subgraph: string,
  { status, text }: HttpResponse,
  parse: (json: unknown) => T | null,
): T {
  // A 400 may carry GraphQL errors, such as a variable that a custom scalar rejects.
  if (status !== 200 && status !== 400) {
    const isRequestRejected = status > 400 && status < 500 && !SUBGRAPH_WIDE_STATUSES.includes(status)
    throw new SubgraphUnavailableError(
      subgraph,
      { reason: isRequestRejected ? 'refused' : 'status', isSent: !isRequestRejected },
      { detail: `HTTP ${status}` },
    )
  }
  const response = parse(parseJson(text))
  if (response) return response
  throw new SubgraphUnavailableError(
    subgraph,
    { reason: 'malformed', isSent: true },
    { detail: 'the body is no GraphQL response' },
  )
}
