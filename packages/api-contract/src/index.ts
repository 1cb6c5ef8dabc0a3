import { SUBGRAPHS, type SubgraphName } from './generated/subgraphs.js'

export {
  type ErrorCode,
  GATEWAY_ERROR_CODES,
  type GatewayErrorCode,
  isErrorCode,
  isGatewayErrorCode,
  isRequestErrorCode,
  isSubgraphErrorCode,
  REQUEST_ERROR_CODES,
  type RequestErrorCode,
  SUBGRAPH_ERROR_CODES,
  type SubgraphErrorCode,
} from './error-codes.js'
export { FAILURE_MESSAGES, type FailureReason, failureReasonOf } from './failure-reasons.js'
export { SUBGRAPHS, type SubgraphName }

/** One sentence in both languages of the system. */
export interface Message {
  id: string
  en: string
}

export type Language = keyof Message

/** Indonesian, unless the caller's Accept-Language begins with `en`. */
export function readLanguage(acceptLanguage: string | undefined): Language {
  return acceptLanguage?.trim().toLowerCase().startsWith('en') ? 'en' : 'id'
}

/**
 * For this long after the shift the gateway accepts an employee's last access token for reads of one own transaction each,
 * so that the last customers get their tokens.
 */
export const READING_AFTER_SHIFT_MS = 15 * 60_000

/** The message of INTERNAL_SERVER_ERROR: the cause stays in the log. */
export const INTERNAL_ERROR_MESSAGE: Message = {
  id: 'Terjadi kesalahan pada sistem. Silakan coba lagi.',
  en: 'Something went wrong on our side. Please try again.',
}

export const SUBGRAPH_NAMES: readonly SubgraphName[] = SUBGRAPHS.map(({ name }) => name)

/** One value for each subgraph, by its name. */
export function mapSubgraphs<T>(make: (subgraph: (typeof SUBGRAPHS)[number]) => T): Record<SubgraphName, T> {
  return Object.fromEntries(SUBGRAPHS.map((subgraph) => [subgraph.name, make(subgraph)])) as Record<SubgraphName, T>
}

export function isSubgraphName(name: string): name is SubgraphName {
  return SUBGRAPHS.some((subgraph) => subgraph.name === name)
}
