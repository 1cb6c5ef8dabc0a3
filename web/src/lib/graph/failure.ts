import type { ErrorLike } from '@apollo/client'
import { CombinedGraphQLErrors } from '@apollo/client/errors'
import { type ErrorCode, isSubgraphName, type SubgraphName } from '@setrum/api-contract'
import type { GraphQLFormattedError } from 'graphql'
import { readErrorCode } from '../error-code'

/** A subgraph; `other` for one that this app does not know. */
type Service = SubgraphName | 'other'

/**
 * Why a result is incomplete.
 * - `unavailable`: some subgraphs are down; the data of the others is there
 * - `error`: the API returned an error, with a message for the user
 * - `unreachable`: no response; a purchase may have been started
 */
export type Failure =
  | { kind: 'unavailable'; services: Service[] }
  | {
      kind: 'error'
      /** Null when this app does not know it. */
      code: ErrorCode | null
      message: string
      details: Readonly<Record<string, unknown>>
      /** Subgraphs that are down as well. */
      services?: Service[]
    }
  | { kind: 'unreachable' }

/** Errors of queries that do not depend on the request: a retry may succeed. */
const RETRYABLE_CODES: ReadonlySet<ErrorCode | null> = new Set([
  'BILLER_UNAVAILABLE',
  'INTERNAL_SERVER_ERROR',
  'NOT_READY',
  'RATE_LIMITED',
  'UNAUTHENTICATED',
])

export function readFailure(error: ErrorLike | undefined): Failure | null {
  if (!error) return null
  if (!CombinedGraphQLErrors.is(error)) return { kind: 'unreachable' }
  const isDown = (it: GraphQLFormattedError) => codeOf(it) === 'SUBGRAPH_UNAVAILABLE'
  const services = [...new Set(error.errors.filter(isDown).map(({ extensions }) => readService(extensions?.service)))]
  const apiError = error.errors.find((it) => !isDown(it))
  if (!apiError) return { kind: 'unavailable', services }
  const details = apiError.extensions ?? {}
  return { kind: 'error', code: codeOf(apiError), message: apiError.message, details, services }
}

/** Whether the same request may succeed later. */
export function isRetryable(failure: Failure): boolean {
  return failure.kind !== 'error' || RETRYABLE_CODES.has(failure.code) || Boolean(failure.services?.length)
}

/** Errors of the request itself: repeated unchanged, it gets the same one. */
const REFUSAL_CODES: ReadonlySet<ErrorCode | null> = new Set(['BAD_USER_INPUT', 'FORBIDDEN', 'NOT_FOUND'])

/** Response codes of the biller for a wrong, unknown or blocked number. */
const NUMBER_CODES: ReadonlySet<unknown> = new Set(['13', '14', '15', '16', '203', '206'])
const NUMBER_FIELDS: ReadonlySet<unknown> = new Set(['meterNumber', 'customerNumber'])

/** Whether the customer's number was refused, so that only another number helps. */
export function isNumberRefused(failure: Failure | null): boolean {
  if (failure?.kind !== 'error' || failure.services?.length) return false
  const { code, details } = failure
  if (code === 'BAD_USER_INPUT') return NUMBER_FIELDS.has(details.field)
  return code === 'BILLER_REJECTED' && NUMBER_CODES.has(details.rc)
}

/** Whether the request was refused, so that only another input helps. */
export function isRefusal(failure: Failure | null): boolean {
  if (failure?.kind !== 'error' || failure.services?.length) return false
  return REFUSAL_CODES.has(failure.code) || isNumberRefused(failure)
}

/** The request id to quote in a bug report; null unless the API had an internal error. */
export function requestIdOf(failure: Failure): string | null {
  const id = failure.kind === 'error' && failure.details.requestId
  return typeof id === 'string' ? id : null
}

/** The code of one error of a result. */
export function codeOf({ extensions }: Pick<GraphQLFormattedError, 'extensions'>): ErrorCode | null {
  return readErrorCode(extensions?.code)
}

function readService(name: unknown): Service {
  return typeof name === 'string' && isSubgraphName(name) ? name : 'other'
}
