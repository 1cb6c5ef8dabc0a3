import type { ErrorCode } from '@setrum/api-contract'
import type { Failure } from '@/lib/graph/failure'

/** The transactions subgraph returns these after it has looked up the key: nothing was bought, by this or an earlier request. */
const CONCLUSIVE_CODES: ReadonlySet<ErrorCode | null> = new Set([
  'BAD_USER_INPUT',
  'NOT_FOUND',
  'OUTSIDE_SHIFT',
  'PRICE_CHANGED',
  'PRODUCT_UNAVAILABLE',
  'DUPLICATE_SUSPECTED',
  'INSUFFICIENT_DEPOSIT',
  'REVIEW_REQUIRED',
  'IDEMPOTENCY_KEY_REUSED',
  'BILLER_REJECTED',
  'BILLER_UNAVAILABLE',
  'INVALID_TRANSITION',
])

/** Returned before the key is looked up: this request bought nothing, but an earlier one may have. */
const PRE_EXECUTION_CODES: ReadonlySet<ErrorCode | null> = new Set([
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'ACCOUNT_INACTIVE',
  'RATE_LIMITED',
  'OPERATION_NOT_ALLOWED',
  'GRAPHQL_VALIDATION_FAILED',
])

/**
 * Whether a purchase may have been made in spite of the failure. Then the page shows it as processing, retries with the
 * same key, and never offers to buy again.
 * @param isRepeat an earlier request was sent, with an unknown outcome
 */
export function isOutcomeUnknown(failure: Failure, isRepeat: boolean): boolean {
  if (failure.kind !== 'error') return true
  if (CONCLUSIVE_CODES.has(failure.code)) return false
  return isRepeat || !PRE_EXECUTION_CODES.has(failure.code)
}
