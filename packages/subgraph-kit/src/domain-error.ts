import type { Message, SubgraphErrorCode } from '@setrum/api-contract'

/**
 * A request that we cannot carry out, for a reason the caller can act on. It becomes a GraphQL error with this code;
 * everything else that is thrown becomes INTERNAL_SERVER_ERROR.
 */
export class DomainError extends Error {
  override name = 'DomainError'
  readonly code: SubgraphErrorCode
  readonly messages: Message
  /** What goes to the client beside the code, such as the biller's `rc`. */
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

/** An input that cannot be used. `field` names it as the client wrote it. */
export function badInput(field: string, messages: Message): DomainError {
  return new DomainError('BAD_USER_INPUT', messages, { field })
}
