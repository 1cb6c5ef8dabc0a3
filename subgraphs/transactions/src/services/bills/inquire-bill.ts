import { type BillDetails, hasMatchingTotal } from '@setrum/iak'
import { badInput, type Employee } from '@setrum/subgraph-kit'
import type { Deps } from '../../context.js'
import { readCustomerNumber, readIdempotencyKey } from '../../domain/input.js'
import { newInvoice, refIdOf } from '../../domain/invoice.js'
import type { ProductType } from '../../domain/legacy/legacy-row.js'
import type { Transaction } from '../../domain/transaction.js'
import type { NewTransaction } from '../../models/transaction.js'
import { billerRefusal } from '../selling/biller-refusal.js'
import { replayOf, requestHashOf } from '../selling/request-hash.js'
import { requireOpenCounter, requireSellableBill, type Seller } from '../selling/selling-guards.js'
import { refuseOpenPayment } from './refuse-open-payment.js'

export interface InquireBill {
  customerNumber: string
  productType: ProductType
  idempotencyKey: string
}

/** An inquiry that the biller answers with "later" is tried once more; each try needs a number of its own. */
const ATTEMPTS = 2

/**
 * Looks up a bill and keeps it, payable until the end of the day. No money moves. Only whoever looked it up can pay it.
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

  const { invoice, bill } = await ask(code, customerNumber, deps)
  const seller = await requireOpenCounter(viewer, deps)
  const inserted = await deps.transactions.insertOnce({
    ...newInquiry(bill, seller, deps),
    invoice,
    refId: refIdOf(invoice),
    productType,
    productCode: code,
    customerNumber,
    idempotencyKey,
    requestHash,
    slot: null,
  })
  // The number was new to the biller and is not to us: only a database that was put back in time does that.
  if (inserted.kind === 'INVOICE_TAKEN' || inserted.kind === 'SLOT_TAKEN')
    throw new Error(`the invoice number ${invoice} is taken`)
  return inserted.kind === 'REPLAY' ? replayOf(inserted.transaction, requestHash) : inserted.transaction
}

type FoundBill = BillDetails & { trId: string }

async function ask(
  code: string,
  customerId: string,
  { biller, alert }: Deps,
): Promise<{ invoice: string; bill: FoundBill }> {
  for (let attempt = 1; ; attempt += 1) {
    const invoice = newInvoice()
    const answer = await biller.inquireBill({ refId: refIdOf(invoice), code, customerId })
    if (answer.kind === 'FOUND') return { invoice, bill: answer.value }
    if (answer.kind === 'REJECTED' && answer.alarm)
      alert('the biller refuses an inquiry for a reason of ours', { rc: answer.code })
    const isWorthAnother = answer.code === '11' || (answer.kind === 'UNAVAILABLE' && answer.code !== null)
    if (!isWorthAnother || attempt === ATTEMPTS) throw billerRefusal(answer)
  }
}

type Inquiry = Omit<
  NewTransaction,
  'invoice' | 'refId' | 'productType' | 'productCode' | 'customerNumber' | 'idempotencyKey' | 'requestHash' | 'slot'
>

function newInquiry(bill: FoundBill, seller: Seller, { now, alert }: Deps): Inquiry {
  const at = now()
  const bills = [...bill.bills].sort((a, b) => a.period.localeCompare(b.period))
  const { priceIdr } = bill
  const addsUp = hasMatchingTotal(bill)
  if (!addsUp) {
    const totalsIdr = bills.map(({ totalIdr }) => totalIdr)
    alert('the bills of an inquiry do not add up to its price', { totalsIdr, priceIdr })
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
    state: 'AWAITING_PAYMENT',
    nominalIdr: bill.nominalIdr,
    adminFeeIdr: bill.adminFeeIdr,
    priceIdr,
    costIdr: bill.costIdr,
    bills,
    responseCode: '00',
    message: null,
    ...seller,
    events: [{ at, type: 'CREATED', actor: seller.employeeId, from: null, to: 'AWAITING_PAYMENT', note: null }],
    createdAt: at,
    nextCheckAt: null,
    sends: 0,
    lastSentAt: null,
    sendingUntil: null,
    needsAttention: !addsUp,
  }
}
