import type { Message, SubgraphErrorCode } from '@setrum/api-contract'

/**
 * A request that cannot be carried out, for a reason the caller can act on. It becomes a GraphQL error with this code;
 * any other error becomes INTERNAL_SERVER_ERROR.
 */
export class DomainError extends Error {
  override name = 'DomainError'
  readonly code: SubgraphErrorCode
  readonly messages: Message
  /** Further extensions for the client, such as the biller's `rc`. */
  readonly details: Readonly<Record<string, unknown>>

  constructor(
    code: SubgraphErrorCode,
    messages: Message,
    details: Readonly<Record<string, unknown>> = {},
    options?: ErrorOptions,
  ) {
    super(messages.en, options)
    this.code = code
    this.messages = messages
    this.details = details
  }
}

/** The operation requires a signed-in user. */
export function unauthenticated(): DomainError {
  return new DomainError('UNAUTHENTICATED', { id: 'Silakan masuk terlebih dahulu.', en: 'Please sign in first.' })
}

/** The viewer is not allowed to do this. */
export function forbidden(): DomainError {
  return new DomainError('FORBIDDEN', {
    id: 'Anda tidak berhak melakukan ini.',
    en: 'You are not allowed to do this.',
  })
}

/** True for MongoDB's error 50: an operation took longer than its `maxTimeMS`. */
export function isMaxTimeExpired(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 50
}

/** The database ended a query at its `maxTimeMS`, or no time was left for it. */
export function queryTimeout(cause?: unknown): DomainError {
  const messages = {
    id: 'Pertanyaan ini terlalu lama dihitung. Persempit rentang tanggal atau pencarian, lalu coba lagi.',
    en: 'This took too long to compute. Choose a shorter period or a narrower search, and try again.',
  }
  return new DomainError('QUERY_TIMEOUT', messages, {}, { cause })
}

/** An input that cannot be used. `field` names it as the client wrote it. */
export function badInput(field: string, messages: Message): DomainError {
  return new DomainError('BAD_USER_INPUT', messages, { field })
}
