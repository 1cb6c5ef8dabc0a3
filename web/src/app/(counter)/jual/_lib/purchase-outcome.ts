import type { Failure } from '@/lib/graph/failure'

/** Given by the part that sells, after it has looked whether it knows the purchase: nothing was bought, now or before. */
const REFUSED_BY_THE_SELLER = new Set([
  'BAD_USER_INPUT',
  'NOT_FOUND',
  'OUTSIDE_SHIFT',
  'PRICE_CHANGED',
  'PRODUCT_UNAVAILABLE',
  'DUPLICATE_SUSPECTED',
  'INSUFFICIENT_DEPOSIT',
  'IDEMPOTENCY_KEY_REUSED',
  'BILLER_REJECTED',
  'BILLER_UNAVAILABLE',
  'INVALID_TRANSITION',
])

/** Given, or given as well, before anybody has looked: this request bought nothing, and says nothing about one before it. */
const REFUSED_AT_THE_DOOR = new Set([
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'ACCOUNT_INACTIVE',
  'RATE_LIMITED',
  'OPERATION_NOT_ALLOWED',
  'GRAPHQL_VALIDATION_FAILED',
])

/**
 * Whether a purchase may have been made although no answer says so: then the page says that it is being processed, asks
 * again with the same key, and never offers to buy anew.
 * @param isRepeat whether it was sent before, and what came of that is not known
 */
export function isOutcomeUnknown(failure: Failure, isRepeat: boolean): boolean {
  if (failure.kind !== 'refused') return true
  if (REFUSED_BY_THE_SELLER.has(failure.code)) return false
  return isRepeat || !REFUSED_AT_THE_DOOR.has(failure.code)
}
