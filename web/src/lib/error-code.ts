import { type ErrorCode, isGatewayErrorCode, isRequestErrorCode, isSubgraphErrorCode } from '@setrum/api-contract'

/** The code of an error from the API; null for one that this app does not know. */
export function readErrorCode(code: unknown): ErrorCode | null {
  if (typeof code !== 'string') return null
  if (code === 'INTERNAL_SERVER_ERROR' || code === 'OVERLOADED') return code
  return isSubgraphErrorCode(code) || isGatewayErrorCode(code) || isRequestErrorCode(code) ? code : null
}
