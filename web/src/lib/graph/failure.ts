import type { ErrorLike } from '@apollo/client'
import { CombinedGraphQLErrors } from '@apollo/client/errors'

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
  | { kind: 'refused'; code: string; message: string; details: Readonly<Record<string, unknown>> }
  | { kind: 'unreachable' }

export function readFailure(error: ErrorLike | undefined): Failure | null {
  if (!error) return null
  if (!CombinedGraphQLErrors.is(error)) return { kind: 'unreachable' }
  const refusal = error.errors.find(({ extensions }) => extensions?.code !== 'SUBGRAPH_UNAVAILABLE')
  if (refusal) {
    const details = refusal.extensions ?? {}
    return { kind: 'refused', code: String(details.code ?? ''), message: refusal.message, details }
  }
  return { kind: 'parts', parts: [...new Set(error.errors.map(({ extensions }) => readPart(extensions?.service)))] }
}

function readPart(service: unknown): Part {
  return PARTS.find((part) => part === service) ?? 'other'
}
