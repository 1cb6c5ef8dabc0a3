import type { SubgraphError } from '../errors/subgraph-error.js'
import { isRow, type ResponsePath, type Row } from '../merge/response-object.js'

/** An answer that has the shape of a GraphQL answer. */
export interface ReadAnswer {
  data: Row | null
  errors: readonly SubgraphError[]
}

const NO_ERRORS: readonly SubgraphError[] = []

/** Reads what a subgraph answered. @returns null when it is no GraphQL answer, or neither data nor errors are in it. */
export function readAnswer(answer: unknown): ReadAnswer | null {
  if (!isRow(answer)) return null
  const { data, errors } = answer
  if (data !== undefined && data !== null && !isRow(data)) return null
  if (errors === undefined || errors === null) return isRow(data) ? { data, errors: NO_ERRORS } : null
  if (!Array.isArray(errors)) return null
  const read = errors.map(readError)
  if (read.length === 0 && !isRow(data)) return null
  return { data: isRow(data) ? data : null, errors: read }
}

function readError(error: unknown): SubgraphError {
  const row = isRow(error) ? error : {}
  return {
    message: typeof row.message === 'string' ? row.message : 'The subgraph reported an error without a message.',
    path: isPath(row.path) ? row.path : null,
    extensions: isRow(row.extensions) ? row.extensions : {},
  }
}

function isPath(path: unknown): path is ResponsePath {
  return Array.isArray(path) && path.every((step) => typeof step === 'string' || typeof step === 'number')
}
