import { type ErrorCode, isErrorCode } from '@setrum/api-contract'

/** The code of an error from the API; null for one that this app does not know. */
export function readErrorCode(code: unknown): ErrorCode | null {
  return typeof code === 'string' && isErrorCode(code) ? code : null
}
