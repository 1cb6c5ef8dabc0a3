/** The codes clients write against: the contract. */
export type ErrorCode =
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'BAD_USER_INPUT'
  | 'NOT_FOUND'
  | 'CONFLICT'
  | 'INVALID_CREDENTIALS'
  | 'INVALID_REFRESH_TOKEN'
  | 'ACCOUNT_INACTIVE'
  | 'OUTSIDE_SHIFT'
  | 'RATE_LIMITED'
  | 'IDEMPOTENCY_KEY_REUSED'
  | 'PRICE_CHANGED'
  | 'PRODUCT_UNAVAILABLE'
  | 'DUPLICATE_SUSPECTED'
  | 'INSUFFICIENT_DEPOSIT'
  | 'BILLER_REJECTED'
  | 'BILLER_UNAVAILABLE'
  | 'BILLER_CONTRADICTS'
  | 'INVALID_TRANSITION'
  | 'SUBGRAPH_UNAVAILABLE'
  /** What was asked for is still being computed. */
  | 'NOT_READY'
  /** It took longer than the caller waits. */
  | 'QUERY_TIMEOUT'

/** One sentence in both languages of the system. */
export interface Message {
  id: string
  en: string
}

export type Language = keyof Message

/** Indonesian, unless the caller's Accept-Language begins with `en`. */
export function languageOf(acceptLanguage: string | undefined): Language {
  return acceptLanguage?.trim().toLowerCase().startsWith('en') ? 'en' : 'id'
}

/**
 * A request that we cannot carry out, for a reason the caller can act on. It becomes a GraphQL error with this code;
 * everything else that is thrown becomes INTERNAL_SERVER_ERROR.
 */
export class DomainError extends Error {
  override name = 'DomainError'
  readonly code: ErrorCode
  readonly messages: Message
  /** What goes to the client beside the code, such as the biller's `rc`. */
  readonly details: Readonly<Record<string, unknown>>

  constructor(
    code: ErrorCode,
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

/** Nobody is signed in, and this needs somebody. */
export function unauthenticated(): DomainError {
  return new DomainError('UNAUTHENTICATED', { id: 'Silakan masuk terlebih dahulu.', en: 'Please sign in first.' })
}

/** The viewer is known and may not do this. */
export function forbidden(): DomainError {
  return new DomainError('FORBIDDEN', {
    id: 'Anda tidak berhak melakukan ini.',
    en: 'You are not allowed to do this.',
  })
}

/** The database gave a query up at its `maxTimeMS`, or there was no time left for it. */
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
