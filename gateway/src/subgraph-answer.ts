import { SubgraphUnavailable } from './subgraph-unavailable.js'

/** One error as a subgraph reports it. */
export interface SubgraphError {
  message: string
  path?: readonly (string | number)[]
  extensions: Readonly<Record<string, unknown>>
}

/** A well-formed GraphQL answer of a subgraph. */
export interface SubgraphAnswer {
  data: Record<string, unknown> | null
  errors: readonly SubgraphError[]
}

/**
 * Reads the answer of a subgraph, and accepts nothing that is not a GraphQL answer.
 * @throws SubgraphUnavailable for a server fault, a refusal of our identity, or an answer of the wrong shape
 */
export function readAnswer(subgraph: string, status: number, text: string): SubgraphAnswer {
  // 400 may carry proper errors, such as a variable that the subgraph's scalar refuses.
  if (status !== 200 && status !== 400) {
    throw new SubgraphUnavailable(subgraph, { reason: 'status', isSent: true }, { detail: `it answered ${status}` })
  }
  const answer = parse(text)
  const data = isRecord(answer) ? answer.data : undefined
  const errors = isRecord(answer) ? (answer.errors ?? []) : undefined
  const hasData = isRecord(data) || data === null || data === undefined
  if (!hasData || !Array.isArray(errors) || !errors.every(isRecord) || (!isRecord(data) && errors.length === 0)) {
    throw malformed(subgraph, 'its answer is no GraphQL answer')
  }
  return { data: isRecord(data) ? data : null, errors: errors.map(readError) }
}

/** An answer of the wrong shape is a failed subgraph. */
export function malformed(subgraph: string, detail: string): SubgraphUnavailable {
  return new SubgraphUnavailable(subgraph, { reason: 'malformed', isSent: true }, { detail })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function readError(error: Record<string, unknown>): SubgraphError {
  const path = Array.isArray(error.path) ? error.path.filter(isPathPart) : undefined
  return {
    message: typeof error.message === 'string' ? error.message : '',
    ...(path ? { path } : {}),
    extensions: isRecord(error.extensions) ? error.extensions : {},
  }
}

function isPathPart(part: unknown): part is string | number {
  return typeof part === 'string' || typeof part === 'number'
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
