import { type BillDetails, hasMatchingTotal, isPlausibleCost, totalOf } from '@setrum/iak'
import { badInput, type Employee } from '@setrum/subgraph-kit'
import type { Deps } from '../../context.js'
import { readCustomerNumber } from '../../domain/input.js'
import type { ProductType } from '../../domain/legacy/legacy-row.js'
import type { ReviewReason } from '../../domain/settlement/transitions.js'
import { newInvoice, refIdOf, type Transaction } from '../../domain/transaction.js'
import type { NewTransaction } from '../../models/transaction-row.js'
import { billerRefusal } from '../selling/biller-refusal.js'
import { readIdempotencyKey, replayOf, requestHashOf } from '../selling/idempotency.js'
import { requireOpenCounter, requireSellableBill, type Seller } from '../selling/selling-guards.js'
import { refuseOpenPayment } from './refuse-second-payment.js'

export interface InquireBill {
  customerNumber: string
  productType: ProductType
  idempotencyKey: string
}

/** An inquiry with the response "later" is repeated once; each attempt needs its own ref id. */
const ATTEMPTS = 2

/**
 * Looks up a bill and stores it, payable until the end of the day by the same employee. No money moves.
 * @throws BAD_USER_INPUT, IDEMPOTENCY_KEY_REUSED, ACCOUNT_INACTIVE, OUTSIDE_SHIFT, PRODUCT_UNAVAILABLE,
 *   DUPLICATE_SUSPECTED while a payment of the same number is not settled, BILLER_REJECTED, BILLER_UNAVAILABLE
 */
export async function inquireBill(input: InquireBill, viewer: Employee, deps: Deps): Promise<Transaction> {
  const { productType } = input
  if (productType === 'PREPAID') {
    throw badInput('productType', {
      id: 'Jenis tagihan harus POSTPAID atau NON_TAGLIS.',
      en: 'A bill is POSTPAID or NON_TAGLIS.',
    })
  }
  const customerNumber = readCustomerNumber(input.customerNumber)
  const idempotencyKey = readIdempotencyKey(input.idempotencyKey)
  const requestHash = requestHashOf('BILL', productType, customerNumber)
  const before = await deps.transactions.byKey(viewer.userId, idempotencyKey)
  if (before) return replayOf(before, requestHash)

  await requireOpenCounter(viewer, deps)
  const code = deps.billCodes[productType]
  await requireSellableBill(code, deps)
  await refuseOpenPayment({ customerNumber, productCode: code }, deps)

  const { invoice, bill, inquiredAt } = await inquire(productType, customerNumber, deps)
  const seller = await requireOpenCounter(viewer, deps)
  const inserted = await deps.transactions.insertOnce({
    ...newInquiry({ invoice, bill, seller, at: inquiredAt }, deps),
    invoice,
    refId: refIdOf(invoice),
    productType,
    productCode: code,
    customerNumber,
    idempotencyKey,
    requestHash,
    dedupeKey: null,
  })
  // The biller did not know this number, but we do: that happens only with a restored database.
  if (inserted.kind === 'INVOICE_TAKEN' || inserted.kind === 'DUPLICATE')
    throw new Error(`the invoice number ${invoice} is taken`)
  return inserted.kind === 'REPLAY' ? replayOf(inserted.transaction, requestHash) : inserted.transaction
}

type FoundBill = BillDetails & { trId: string }

async function inquire(
  productType: keyof Deps['billCodes'],
  customerId: string,
  { biller, billCodes, alert, now }: Deps,
): Promise<{ invoice: string; bill: FoundBill; inquiredAt: Date }> {
  for (let attempt = 1; ; attempt += 1) {
    const invoice = newInvoice()
    // The biller counts the bill to the day of the request, or the next: its response may come after midnight.
    const inquiredAt = now()
    const result = await biller.inquireBill({ refId: refIdOf(invoice), code: billCodes[productType], customerId })
    if (result.kind === 'FOUND') return { invoice, bill: result.value, inquiredAt }
    if (result.kind === 'UNAVAILABLE' && result.isAboutAnother) alert('biller.response.other_sale', { invoice })
    if (result.kind === 'REJECTED' && result.alarm) alert('biller.account_problem', { rc: result.code })
    const isRetryable = result.code === '11' || (result.kind === 'UNAVAILABLE' && result.code !== null)
    if (!isRetryable || attempt === ATTEMPTS) throw billerRefusal(result, productType)
  }
}

/** Why a person has to look at an inquiry before it is paid. */
function reasonsInInquiry(bill: FoundBill): ReviewReason[] {
  if (!hasMatchingTotal(bill)) return ['BILLS_DO_NOT_ADD_UP']
  const { priceIdr, costIdr } = bill
  return priceIdr !== null && costIdr !== null && costIdr > priceIdr ? ['COST_ABOVE_PRICE'] : []
}

/** Null for a cost that fits neither the price nor the bills: the payment is then measured against the price. */
function plausibleCost({ costIdr, priceIdr, bills }: FoundBill): number | null {
  if (costIdr === null || priceIdr === null) return costIdr
  return [priceIdr, totalOf(bills)].some((amountIdr) => isPlausibleCost(costIdr, amountIdr)) ? costIdr : null
}

type Inquiry = Omit<
  NewTransaction,
  | 'invoice'
  | 'refId'
  | 'productType'
  | 'productCode'
  | 'customerNumber'
  | 'idempotencyKey'
  | 'requestHash'
  | 'dedupeKey'
>

function newInquiry(
  { invoice, bill, seller, at }: { invoice: string; bill: FoundBill; seller: Seller; at: Date },
  { alert }: Pick<Deps, 'alert'>,
): Inquiry {
  const bills = [...bill.bills].sort((a, b) => a.period.localeCompare(b.period))
  const { priceIdr } = bill
  const reviewReasons = reasonsInInquiry(bill)
  if (reviewReasons.length > 0) {
    const totalsIdr = bills.map(({ totalIdr }) => totalIdr)
    const amounts = { invoice, totalsIdr, priceIdr, costIdr: bill.costIdr }
    if (reviewReasons.includes('COST_ABOVE_PRICE')) alert('biller.bill_cost_above_price', amounts)
    else alert('biller.bills_do_not_add_up', amounts)
  }
  return {
    trId: bill.trId,
    customer: {
      name: bill.customerName,
      meterNumber: null,
      subscriberId: null,
      tariff: bill.tariff,
      powerVa: bill.powerVa,
    },
    phase: { name: 'AWAITING_PAYMENT' },
    reviewReasons,
    nominalIdr: bill.nominalIdr,
    adminFeeIdr: bill.adminFeeIdr,
    priceIdr,
    costIdr: plausibleCost(bill),
    bills,
    responseCode: '00',
    message: null,
    ...seller,
    events: [
      {
        at,
        type: 'CREATED',
        actor: seller.employeeId,
        from: null,
        to: 'AWAITING_PAYMENT',
        note: null,
        reasons: reviewReasons,
      },
    ],
    createdAt: at,
  }
}
