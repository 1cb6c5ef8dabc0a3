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

/** An input that cannot be used. `field` names it as the client wrote it. */
export function badInput(field: string, messages: Message): DomainError {
  return new DomainError('BAD_USER_INPUT', messages, { field })
}
