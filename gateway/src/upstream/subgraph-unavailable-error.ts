/** Why a subgraph's part of an answer is missing; `refused` is this one request by a subgraph that answers others. */
export type UnavailableReason = 'unreachable' | 'timeout' | 'malformed' | 'status' | 'refused' | 'breaker'

/** There is no proper answer from a subgraph. What is known of it stays in the log; the client learns which one. */
export class SubgraphUnavailable extends Error {
  override name = 'SubgraphUnavailable'
  readonly subgraph: string
  readonly reason: UnavailableReason
  /** For the log only: it may hold an address. */
  readonly detail: string
  /** Whether the request may have arrived, and was not refused: then nobody can say whether a mutation was carried out. */
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

const BEFORE_SENDING = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

/** Whether a connection failed before a single byte of the request can have been read on the other side. */
export function isBeforeSending(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.every(isBeforeSending)
  return error instanceof Error && 'code' in error && BEFORE_SENDING.has(String(error.code))
}
