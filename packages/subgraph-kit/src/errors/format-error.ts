import { INTERNAL_ERROR_MESSAGE, isRequestErrorCode, type Language } from '@setrum/api-contract'
import type { Logger } from '@setrum/service-runtime'
import type { GraphQLFormattedError } from 'graphql'
import { databaseUnavailable, isDatabaseUnavailable } from './database-unavailable.js'
import { DomainError, isMaxTimeExpired, queryTimeout } from './domain-error.js'

export interface ErrorContext {
  /** This subgraph. */
  service: string
  /** Whether the error belongs to a mutation. */
  isMutation: boolean
  language: Language
  requestId: string
  logger: Logger
}

/**
 * Formats an error for the client: a DomainError in the caller's language; any other error is logged and becomes
 * INTERNAL_SERVER_ERROR with the request id.
 */
export function formatError(
  error: unknown,
  formatted: GraphQLFormattedError,
  context: ErrorContext,
): GraphQLFormattedError {
  const cause = toDomainError(causeOf(error), formatted, context)
  const place = { locations: formatted.locations, path: formatted.path }
  if (cause instanceof DomainError) {
    const prefix = inputPlace(formatted.message)
    return {
      ...place,
      message: prefix + cause.messages[context.language],
      extensions: { code: cause.code, ...cause.details },
    }
  }
  const code = String(formatted.extensions?.code ?? '')
  // Without a path the fault is in the document or its variables, not in one of our resolvers.
  if (formatted.path === undefined && (code === 'BAD_USER_INPUT' || isRequestErrorCode(code))) {
    return { ...place, message: requestMessage(formatted.message, code, context.language), extensions: { code } }
  }
  context.logger.error(
    { event: 'graphql.resolver_failed', err: cause, requestId: context.requestId, path: formatted.path },
    'a resolver failed',
  )
  return {
    ...place,
    message: INTERNAL_ERROR_MESSAGE[context.language],
    extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: context.requestId },
  }
}

/** Errors of the database that the caller can act on become a DomainError; any other error stays. */
function toDomainError(cause: unknown, { path }: GraphQLFormattedError, context: ErrorContext): unknown {
  if (isMaxTimeExpired(cause)) return queryTimeout(cause)
  if (!isDatabaseUnavailable(cause)) return cause
  const { service, isMutation, logger, requestId } = context
  logger.warn(
    { event: 'database.unavailable', err: cause, requestId, path },
    'the database did not carry out an operation',
  )
  return databaseUnavailable(service, { isMutation, cause })
}

/** The original error: graphql-js wraps it once for a resolver and once more for a variable. */
function causeOf(error: unknown): unknown {
  let cause = error
  while (typeof cause === 'object' && cause !== null && 'originalError' in cause && cause.originalError) {
    cause = cause.originalError
  }
  return cause
}

function requestMessage(message: string, code: string, language: Language): string {
  if (code !== 'BAD_USER_INPUT' || language === 'en') return message
  const place = /at "([^"]+)"/.exec(message)?.[1] ?? /Variable "\$([^"]+)"/.exec(message)?.[1]
  return place ? `Masukan "${place}" tidak sah.` : 'Masukan tidak sah.'
}

/** Where in the variables a value was refused, when graphql-js reports it: `f.from: `. */
function inputPlace(message: string): string {
  const place = /^Variable "\$[^"]+" got invalid value .* at "([^"]+)"/s.exec(message)?.[1]
  return place ? `${place}: ` : ''
}
