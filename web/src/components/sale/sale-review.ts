import type { SaleOutcomeFragment } from '@/gen/graphql'

export type ReviewedSale = Pick<SaleOutcomeFragment, 'productType' | 'status' | 'reviewReasons'> & {
  token?: string | null
}

/** Whether a token was bought and is not known: there is nothing to give to the customer, and nothing to print. */
export function missesToken({ productType, status, token }: Omit<ReviewedSale, 'reviewReasons'>): boolean {
  return productType === 'PREPAID' && status === 'SUCCESS' && !token
}

/** Whether the owner has to get the missing token from the biller. Then it appears here later. */
export function isTokenRequested(sale: ReviewedSale): boolean {
  return missesToken(sale) && sale.reviewReasons.includes('UNREADABLE_TOKEN')
}

/** The message for the employee; null for a sale that needs no review. */
export function reviewNoticeOf(sale: ReviewedSale) {
  const { status, reviewReasons } = sale
  if (missesToken(sale)) return isTokenRequested(sale) ? 'noToken' : 'tokenNotStored'
  if (reviewReasons.length === 0) return null
  if (status === 'AWAITING_PAYMENT') return reviewReasons.includes('BILLS_DO_NOT_ADD_UP') ? 'checkAmount' : 'checkBill'
  if (status === 'PROCESSING') return 'noResult'
  if (reviewReasons.every((reason) => reason === 'BILLER_ACCOUNT_PROBLEM')) return 'accountProblem'
  return status === 'FAILED' ? 'failureDisputed' : 'underReview'
}
