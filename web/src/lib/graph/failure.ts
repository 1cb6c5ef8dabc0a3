import type { ErrorLike } from '@apollo/client'
import { CombinedGraphQLErrors } from '@apollo/client/errors'
import type { GraphQLFormattedError } from 'graphql'

const SERVICES = ['users', 'master', 'transactions'] as const
/** A subgraph; `other` for one that this app does not know. */
export type Service = (typeof SERVICES)[number] | 'other'

/**
 * Why a result is incomplete.
 * - `unavailable`: some subgraphs are down; the data of the others is there
 * - `refused`: the API returned an error, with a message for the user
 * - `unreachable`: no response; a purchase may have been started
 */
export type Failure =
  | { kind: 'unavailable'; services: Service[] }
  | {
      kind: 'refused'
      code: string
      message: string
      details: Readonly<Record<string, unknown>>
      /** Subgraphs that are down as well. */
      services?: Service[]
    }
  | { kind: 'unreachable' }

/** Errors that do not depend on the request: a retry may succeed. */
const RETRYABLE_CODES = new Set(['INTERNAL_SERVER_ERROR', 'RATE_LIMITED', 'UNAUTHENTICATED'])

export function readFailure(error: ErrorLike | undefined): Failure | null {
  if (!error) return null
  if (!CombinedGraphQLErrors.is(error)) return { kind: 'unreachable' }
  const isDown = ({ extensions }: GraphQLFormattedError) => extensions?.code === 'SUBGRAPH_UNAVAILABLE'
  const services = [...new Set(error.errors.filter(isDown).map(({ extensions }) => readService(extensions?.service)))]
  const refusal = error.errors.find((it) => !isDown(it))
  if (!refusal) return { kind: 'unavailable', services }
  const details = refusal.extensions ?? {}
  return { kind: 'refused', code: String(details.code ?? ''), message: refusal.message, details, services }
}

/** Whether the same request may succeed later. */
export function isRetryable(failure: Failure): boolean {
  return failure.kind !== 'refused' || RETRYABLE_CODES.has(failure.code) || Boolean(failure.services?.length)
}

/** The request id to quote in a bug report; null unless the API had an internal error. */
export function requestIdOf(failure: Failure): string | null {
  const id = failure.kind === 'refused' && failure.details.requestId
  return typeof id === 'string' ? id : null
}

function readService(name: unknown): Service {
  return SERVICES.find((service) => service === name) ?? 'other'
}
