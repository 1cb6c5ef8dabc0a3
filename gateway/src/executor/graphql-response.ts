import type { SubgraphError } from './errors.js'
import { isResponseObject, type ResponseObject, type ResponsePath } from './merge.js'

/** A well-formed GraphQL response. */
export interface GraphqlResponse {
  data: ResponseObject | null
  errors: readonly SubgraphError[]
}

const NO_ERRORS: readonly SubgraphError[] = []

/** Validates a subgraph's response. @returns null unless it is a GraphQL response with data or errors */
export function parseGraphqlResponse(response: unknown): GraphqlResponse | null {
  if (!isResponseObject(response)) return null
  const { data, errors } = response
  if (data !== undefined && data !== null && !isResponseObject(data)) return null
  if (errors === undefined || errors === null) return isResponseObject(data) ? { data, errors: NO_ERRORS } : null
  if (!Array.isArray(errors)) return null
  const parsedErrors = errors.map(parseError)
  if (parsedErrors.length === 0 && !isResponseObject(data)) return null
  return { data: isResponseObject(data) ? data : null, errors: parsedErrors }
}

function parseError(error: unknown): SubgraphError {
  const fields = isResponseObject(error) ? error : {}
  return {
    message: typeof fields.message === 'string' ? fields.message : 'The subgraph reported an error without a message.',
    path: isPath(fields.path) ? fields.path : null,
    extensions: isResponseObject(fields.extensions) ? fields.extensions : {},
  }
}

function isPath(path: unknown): path is ResponsePath {
  return Array.isArray(path) && path.every((step) => typeof step === 'string' || typeof step === 'number')
}
