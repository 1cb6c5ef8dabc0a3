/** `refused` and `aborted` concern this one request and say nothing about the subgraph. */
export type UnavailableReason = 'unreachable' | 'timeout' | 'malformed' | 'status' | 'refused' | 'aborted' | 'breaker'

/** There is no valid response from a subgraph. Clients learn its name only; the details go to the log. */
export class SubgraphUnavailableError extends Error {
  override name = 'SubgraphUnavailableError'
  readonly subgraph: string
  readonly reason: UnavailableReason
  /** For the log only: it may contain an address. */
  readonly detail: string
  /** True when the subgraph may have processed the request: the outcome of a mutation is then unknown. */
  readonly isSent: boolean

  constructor(
    subgraph: string,
    { reason, isSent }: { reason: UnavailableReason; isSent: boolean },
    options?: ErrorOptions & { detail?: string },
  ) {
    const detail = options?.detail ?? (options?.cause instanceof Error ? options.cause.message : reason)
    super(`the ${subgraph} subgraph is unavailable: ${detail}`, options)
    this.detail = detail
    this.subgraph = subgraph
    this.reason = reason
    this.isSent = isSent
  }
}

const CONNECTION_ERROR_CODES = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

/** True when a connection failed before any byte of the request was sent. */
export function isConnectionError(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.every(isConnectionError)
  return error instanceof Error && 'code' in error && CONNECTION_ERROR_CODES.has(String(error.code))
}
