import type { Failure } from '@/lib/graph/failure'

/** The refusals that are given before anything is bought. After any other failure nobody can say what happened. */
const NOTHING_BOUGHT = new Set([
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'BAD_USER_INPUT',
  'NOT_FOUND',
  'OUTSIDE_SHIFT',
  'ACCOUNT_INACTIVE',
  'RATE_LIMITED',
  'PRICE_CHANGED',
  'PRODUCT_UNAVAILABLE',
  'DUPLICATE_SUSPECTED',
  'INSUFFICIENT_DEPOSIT',
  'IDEMPOTENCY_KEY_REUSED',
  'BILLER_REJECTED',
  'BILLER_UNAVAILABLE',
  'INVALID_TRANSITION',
  'OPERATION_NOT_ALLOWED',
  'GRAPHQL_VALIDATION_FAILED',
])

/**
 * Whether a purchase may have been made although no answer says so: then the page says that it is being processed, asks
 * again with the same key, and never offers to buy anew.
 */
export function isOutcomeUnknown(failure: Failure): boolean {
  return failure.kind !== 'refused' || !NOTHING_BOUGHT.has(failure.code)
}
