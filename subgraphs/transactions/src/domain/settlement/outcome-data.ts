import { type BillDetail, isPlausibleCost, type Outcome } from '@setrum/iak'
import type { Customer, Transaction, TransactionChange } from '../transaction.js'
import type { ReviewReason } from './transitions.js'

export type Success = Extract<Outcome, { kind: 'SUCCESS' }>

/** The data of a successful purchase. A token that was entered by hand before is kept. */
export function soldData(sale: Transaction, outcome: Success): TransactionChange {
  const { serialNumber, bill } = outcome
  const costIdr = bookedCost(sale, outcome)
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
    ...(bill ? { remainingBills: bill.remainingBills, bills: withMeterReadings(sale.bills, bill.bills) } : {}),
    ...(outcome.noref ? { reference: outcome.noref } : {}),
  }
}

/** The cost to book: the one that the biller names, unless it is outside all sense. */
export function bookedCost({ costIdr, priceIdr }: Transaction, { costIdr: named }: Success): number | null {
  const known = costIdr ?? priceIdr
  if (named === null) return costIdr
  if (known === null) return named
  return isPlausibleCost(named, known) ? named : costIdr
}

/** The bills of the inquiry with the meter readings that only a payment has. Amounts stay those of the inquiry. */
function withMeterReadings(bills: BillDetail[], paid: BillDetail[]): BillDetail[] {
  return bills.map((bill) => {
    const { meterStart = null, meterEnd = null } = paid.find(({ period }) => period === bill.period) ?? bill
    return { ...bill, meterStart, meterEnd }
  })
}

/** Code, message and tr_id of a response. */
export function responseData(sale: Transaction, outcome: Outcome): TransactionChange {
  if (outcome.kind === 'NOT_SENT' || isAboutAnotherSale(outcome)) return {}
  // The next attempt pays the bill of this tr_id: it stays the tr_id of the inquiry.
  const isKept = outcome.trId === null || (sale.productType !== 'PREPAID' && sale.trId !== null)
  return { responseCode: outcome.code, message: outcome.message, ...(isKept ? {} : { trId: outcome.trId }) }
}

/** The review reasons that a response gives an open sale, independent of the next phase. */
export function reasonsInResponse(sale: Transaction, outcome: Outcome): ReviewReason[] {
  const reasons: ReviewReason[] = []
  if (isUnderAnotherTrId(sale, outcome)) reasons.push('UNDER_ANOTHER_TR_ID')
  if (isAboutAnotherSale(outcome)) reasons.push('ABOUT_ANOTHER_SALE')
  else if (outcome.alarm) {
    reasons.push(outcome.kind === 'PENDING' ? 'CONTRADICTORY_RESPONSE' : 'BILLER_ACCOUNT_PROBLEM')
  }
  return reasons
}

/** The review reasons that a reported success gives. */
export function reasonsInSuccess(sale: Transaction, outcome: Success): ReviewReason[] {
  const reasons: ReviewReason[] = []
  if (isUnexpectedCost(sale, outcome)) reasons.push('COST_MISMATCH')
  if (sale.productType !== 'PREPAID' || outcome.serialNumber === null) return reasons
  const { token } = outcome.serialNumber
  if (sale.token === null && token === null) reasons.push('UNREADABLE_TOKEN')
  if (sale.token !== null && token !== null && token !== sale.token) reasons.push('TOKEN_MISMATCH')
  return reasons
}

/** Without a known cost, one above the price or outside all sense. */
function isUnexpectedCost(sale: Transaction, outcome: Success): boolean {
  const { costIdr: named } = outcome
  if (named === null) return false
  if (sale.costIdr !== null) return named !== sale.costIdr
  return named !== bookedCost(sale, outcome) || (sale.priceIdr !== null && named > sale.priceIdr)
}

function isUnderAnotherTrId({ productType, trId }: Transaction, outcome: Outcome): boolean {
  if (productType === 'PREPAID' || outcome.kind === 'NOT_SENT') return false
  return trId !== null && outcome.trId !== null && outcome.trId !== trId
}

export const isAboutAnotherSale = (outcome: Outcome): boolean =>
  outcome.kind === 'PENDING' && outcome.reason === 'OTHER_SALE'

/** The response code; null when nothing was sent or no response came. */
export const codeOf = (outcome: Outcome): string | null => (outcome.kind === 'NOT_SENT' ? null : outcome.code)

/** Null while price or cost is unknown. */
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
