import type { ErrorLike } from '@apollo/client'
import { CombinedGraphQLErrors } from '@apollo/client/errors'
import type { GraphQLFormattedError } from 'graphql'

export const PARTS = ['users', 'master', 'transactions'] as const
/** A part of the system whose data is missing; `other` for one that has no name of its own here. */
export type Part = (typeof PARTS)[number] | 'other'

/**
 * Why an answer is not whole.
 * - `parts`: some parts of the system are down; whatever the others own is there
 * - `refused`: the API says no, with a sentence for the reader
 * - `unreachable`: no answer came; whether a purchase was started is not known
 */
export type Failure =
  | { kind: 'parts'; parts: Part[] }
  | {
      kind: 'refused'
      code: string
      message: string
      details: Readonly<Record<string, unknown>>
      /** What is down beside it. */
      parts?: Part[]
    }
  | { kind: 'unreachable' }

/** Refusals that say nothing of what was asked: the same question may be answered the next time. */
const PASSING = new Set(['INTERNAL_SERVER_ERROR', 'RATE_LIMITED', 'UNAUTHENTICATED'])

export function readFailure(error: ErrorLike | undefined): Failure | null {
  if (!error) return null
  if (!CombinedGraphQLErrors.is(error)) return { kind: 'unreachable' }
  const isDown = ({ extensions }: GraphQLFormattedError) => extensions?.code === 'SUBGRAPH_UNAVAILABLE'
  const parts = [...new Set(error.errors.filter(isDown).map(({ extensions }) => readPart(extensions?.service)))]
  const refusal = error.errors.find((it) => !isDown(it))
  if (!refusal) return { kind: 'parts', parts }
  const details = refusal.extensions ?? {}
  return { kind: 'refused', code: String(details.code ?? ''), message: refusal.message, details, parts }
}

/** Whether asking again may help. Any other refusal stays one however often it is asked. */
export function mayPass(failure: Failure): boolean {
  return failure.kind !== 'refused' || PASSING.has(failure.code) || Boolean(failure.parts?.length)
}

/** What to quote when a fault of ours is reported; null for everything else. */
export function requestIdOf(failure: Failure): string | null {
  const id = failure.kind === 'refused' && failure.details.requestId
  return typeof id === 'string' ? id : null
}

function readPart(service: unknown): Part {
  return PARTS.find((part) => part === service) ?? 'other'
}
