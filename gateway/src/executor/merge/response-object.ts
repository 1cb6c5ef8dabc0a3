import type { SubgraphFailure } from '../errors/subgraph-failure.js'

/** An object of a subgraph's response, keyed by response name. */
export type ResponseObject = Record<string, unknown>

/** Path in a response: response names and list indexes. */
export type ResponsePath = readonly (string | number)[]

/**
 * Stands in the merged result for a missing value:
 * - a failure: the owning subgraph did not respond; the error is not reported yet;
 * - `reported`: the subgraph explained it in an error that the client receives;
 * - `not-found`: the owning subgraph has no such entity, which is not an error.
 */
export class UnresolvedField {
  constructor(readonly reason: SubgraphFailure | 'reported' | 'not-found') {}
}

export const UNRESOLVED_REPORTED = new UnresolvedField('reported')
export const UNRESOLVED_NOT_FOUND = new UnresolvedField('not-found')

export function isResponseObject(value: unknown): value is ResponseObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof UnresolvedField)
}
