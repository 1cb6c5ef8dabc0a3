import type { Outcome } from '@setrum/iak'
import type { Customer, Transaction, TransactionChange } from '../transaction.js'
import type { ReviewReason } from './review-reason.js'

export type Success = Extract<Outcome, { kind: 'SUCCESS' }>

/** What the biller reports of a purchase that succeeded. A token that a person entered before is kept. */
export function soldData(sale: Transaction, outcome: Success): TransactionChange {
  const { serialNumber, bill } = outcome
  const costIdr = outcome.costIdr ?? sale.costIdr
  return {
    ...responseData(sale, outcome),
    costIdr,
    profitIdr: profitOf(sale.priceIdr, costIdr),
    customer: fillIn(sale.customer, {
      name: serialNumber?.name ?? bill?.customerName ?? null,
      tariff: serialNumber?.tariff ?? bill?.tariff ?? null,
      powerVa: serialNumber?.powerVa ?? bill?.powerVa ?? null,
    }),
    ...(serialNumber
      ? { token: sale.token ?? serialNumber.token, energyKwh: serialNumber.energyKwh, serialNumber: serialNumber.raw }
      : {}),
    ...(bill ? { remainingBills: bill.remainingBills } : {}),
    ...(outcome.noref ? { reference: outcome.noref } : {}),
  }
}

/** Code, message and tr_id of a response. */
export function responseData(sale: Transaction, outcome: Outcome): TransactionChange {
  if (outcome.kind === 'NOT_SENT') return {}
  // The tr_id of a bill decides which bill the next attempt pays: it stays the one of the inquiry.
  const isKept = outcome.trId === null || (sale.productType !== 'PREPAID' && sale.trId !== null)
  return { responseCode: outcome.code, message: outcome.message, ...(isKept ? {} : { trId: outcome.trId }) }
}

/** The review reasons that a response gives of an open sale, whatever becomes of the sale. */
export function reasonsInResponse(sale: Transaction, outcome: Outcome): ReviewReason[] {
  const reasons: ReviewReason[] = []
  if (isUnderAnotherTrId(sale, outcome)) reasons.push('UNDER_ANOTHER_TR_ID')
  if (outcome.alarm) reasons.push(outcome.kind === 'PENDING' ? 'CONTRADICTORY_RESPONSE' : 'BILLER_ACCOUNT_PROBLEM')
  return reasons
}

/** The review reasons that a reported success gives. */
export function reasonsInSuccess(sale: Transaction, outcome: Success): ReviewReason[] {
  const reasons: ReviewReason[] = []
  if (sale.costIdr !== null && outcome.costIdr !== null && outcome.costIdr !== sale.costIdr) {
    reasons.push('COST_MISMATCH')
  }
  if (sale.productType !== 'PREPAID' || outcome.serialNumber === null) return reasons
  const { token } = outcome.serialNumber
  if (sale.token === null && token === null) reasons.push('UNREADABLE_TOKEN')
  if (sale.token !== null && token !== null && token !== sale.token) reasons.push('TOKEN_MISMATCH')
  return reasons
}

function isUnderAnotherTrId({ productType, trId }: Transaction, outcome: Outcome): boolean {
  if (productType === 'PREPAID' || outcome.kind === 'NOT_SENT') return false
  return trId !== null && outcome.trId !== null && outcome.trId !== trId
}

/** The response code; null when nothing was sent or answered. */
export const codeOf = (outcome: Outcome): string | null => (outcome.kind === 'NOT_SENT' ? null : outcome.code)

/** What stays with the counter; null while price or cost is not known. */
export function profitOf(priceIdr: number | null, costIdr: number | null): number | null {
  return priceIdr === null || costIdr === null ? null : priceIdr - costIdr
}

function fillIn(known: Customer, reported: Pick<Customer, 'name' | 'tariff' | 'powerVa'>): Customer {
  return {
    ...known,
    name: known.name ?? reported.name,
    tariff: known.tariff ?? reported.tariff,
    powerVa: known.powerVa ?? reported.powerVa,
  }
}
