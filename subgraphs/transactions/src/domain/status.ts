/** The states of a transaction, as in the contract. */
export const TRANSACTION_STATUSES = ['AWAITING_PAYMENT', 'PROCESSING', 'SUCCESS', 'FAILED', 'EXPIRED'] as const
export type TransactionStatus = (typeof TRANSACTION_STATUSES)[number]

/** The statuses of a sale, that is of a transaction that was sent to the biller. */
export const SALE_STATUSES = ['SUCCESS', 'PROCESSING', 'FAILED'] as const
export type SaleStatus = (typeof SALE_STATUSES)[number]

/** Whether a purchase that was sent has its outcome. */
export const isFinal = (status: TransactionStatus): status is 'SUCCESS' | 'FAILED' =>
  status === 'SUCCESS' || status === 'FAILED'

/** The old system's number for a state. It differs: postpaid 0 is only inquired and 3 is being processed. */
export function legacyStatus(status: TransactionStatus, productType: string): number {
  const processing = productType === 'PREPAID' ? 0 : 3
  return { AWAITING_PAYMENT: 0, PROCESSING: processing, SUCCESS: 1, FAILED: 2, EXPIRED: 0 }[status]
}
