import { DomainError, type Employee } from '@setrum/subgraph-kit'
import type { Deps } from '../../context.js'
import { readIdempotencyKey, readMeterNumber } from '../../domain/input.js'
import { newInvoice, refIdOf } from '../../domain/invoice.js'
import { SYSTEM, type Transaction, type TransactionEvent } from '../../domain/transaction.js'
import type { Inserted, NewTransaction } from '../../models/transaction.js'
import { submitPurchase } from './submit-purchase.js'
import { replayOf, requestHashOf } from './request-hash.js'
import { requireOpenCounter, type SellableToken, type Seller, sellableToken } from './selling-guards.js'
import { sendingMark } from '../settlement/settle.js'

export interface BuyToken {
  meterNumber: string
  productCode: string
  /** Whole rupiah. */
  expectedPrice?: number | null | undefined
  idempotencyKey: string
  confirmDuplicate?: boolean | null | undefined
}

/** The same meter and product within this time is more likely a second click than a second wish. */
const DUPLICATE_MS = 10 * 60_000
const ATTEMPTS = 3

/**
 * Sells a token. The order of the steps matters: a repeat is answered before anything can refuse it; everything that
 * can refuse comes before anything is stored, the hours once more after all waiting; the sale is stored, with the number
 * that the biller will see, before the biller is asked. So a crash at any line leaves nothing, or something that reconciliation finishes.
 *
 * @returns the sale as it is after the biller's answer, or PROCESSING when that is not known
 * @throws BAD_USER_INPUT, IDEMPOTENCY_KEY_REUSED, ACCOUNT_INACTIVE, OUTSIDE_SHIFT, PRODUCT_UNAVAILABLE, PRICE_CHANGED,
 *   DUPLICATE_SUSPECTED, INSUFFICIENT_DEPOSIT, BILLER_REJECTED, BILLER_UNAVAILABLE; nothing was bought
 */
export async function buyToken(input: BuyToken, viewer: Employee, deps: Deps): Promise<Transaction> {
  const meterNumber = readMeterNumber(input.meterNumber)
  const idempotencyKey = readIdempotencyKey(input.idempotencyKey)
  const requestHash = requestHashOf('TOKEN', meterNumber, input.productCode)
  const before = await deps.transactions.byKey(viewer.userId, idempotencyKey)
  if (before) return replayOf(before, requestHash)

  await requireOpenCounter(viewer, deps)
  const product = await sellableToken(input.productCode, input.expectedPrice, deps)
  const owner = await deps.meterOwners.of(meterNumber)
  // People type the number of the meter or that of the connection: it is one meter.
  const numbers = [...new Set([owner.meterNumber, owner.subscriberId, meterNumber].filter((number) => number !== null))]
  let last = await lastSales(input.confirmDuplicate)
  const reserved = await deps.deposit.reserve(`${viewer.userId} ${idempotencyKey}`, product.costIdr)
  const stored = await storeWhileOpen().catch((error: unknown) => {
    reserved.giveBack()
    throw error
  })
  if (stored.kind === 'INSERTED') return submitPurchase(stored.transaction, reserved, deps)
  // The other request under this key sends the sale, and may have left it to us to hold its money.
  reserved.sent()
  return replayOf(stored.transaction, requestHash)

  async function storeWhileOpen() {
    const seller = await requireOpenCounter(viewer, deps)
    const sale = newSale({ meterNumber, idempotencyKey, requestHash, product, seller, owner }, deps)
    for (let attempt = 1; ; attempt += 1) {
      const slot = last && `after:${last[0]?.id ?? 'none'}:${numbers[0]}:${product.code}`
      const attempted = await store({ ...sale, slot }, deps)
      if (attempted.kind !== 'SLOT_TAKEN') return attempted
      // Somebody sold the same to this meter between our look and our insert.
      if (attempt === ATTEMPTS) throw duplicate(attempted.by)
      last = await lastSales(false)
    }
  }

  /** The last sales of this product to this meter; null when the customer wants another one, whatever came before. */
  async function lastSales(isConfirmed: boolean | null | undefined): Promise<Transaction[] | null> {
    if (isConfirmed) return null
    const sales = await deps.transactions.lastSame(numbers, product.code)
    const since = deps.now().getTime() - DUPLICATE_MS
    // One that is still open may yet bring its token, however long ago it was begun.
    const isSame = ({ createdAt, state }: Transaction) =>
      state === 'PROCESSING' || (createdAt.getTime() >= since && state !== 'FAILED')
    const same = sales.find(isSame)
    // The same request twice at once finds its own sale here, and is answered as a repeat at the insert.
    const isOwn = same?.idempotencyKey === idempotencyKey && same.employeeId === viewer.userId
    if (same && !isOwn) throw duplicate(same)
    return sales
  }
}

type Owner = Awaited<ReturnType<Deps['meterOwners']['of']>>

function newSale(
  parts: {
    meterNumber: string
    idempotencyKey: string
    requestHash: string
    product: SellableToken
    seller: Seller
    owner: Owner
  },
  deps: Deps,
): Omit<NewTransaction, 'invoice' | 'refId' | 'slot'> {
  const { meterNumber, idempotencyKey, requestHash, product, seller, owner } = parts
  const at = deps.now()
  const { sends, lastSentAt, sendingUntil, nextCheckAt } = sendingMark(1, at, deps)
  const event = (type: 'CREATED' | 'SENT', actor: string): TransactionEvent => ({
    at,
    type,
    actor,
    from: null,
    to: type === 'CREATED' ? 'PROCESSING' : null,
    note: null,
  })
  return {
    trId: null,
    productType: 'PREPAID',
    productCode: product.code,
    customerNumber: meterNumber,
    customer: owner,
    state: 'PROCESSING',
    nominalIdr: product.nominalIdr,
    adminFeeIdr: null,
    priceIdr: product.priceIdr,
    costIdr: product.costIdr,
    bills: [],
    responseCode: null,
    message: null,
    ...seller,
    idempotencyKey,
    requestHash,
    events: [event('CREATED', seller.employeeId), event('SENT', SYSTEM)],
    createdAt: at,
    nextCheckAt,
    sends,
    lastSentAt,
    sendingUntil,
    needsAttention: false,
  }
}

/** Under a number that nobody has; sixteen random digits are hardly ever taken. */
async function store(
  sale: Omit<NewTransaction, 'invoice' | 'refId'>,
  { transactions }: Deps,
): Promise<Exclude<Inserted, { kind: 'INVOICE_TAKEN' }>> {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const invoice = newInvoice()
    const inserted = await transactions.insertOnce({ ...sale, invoice, refId: refIdOf(invoice) })
    if (inserted.kind !== 'INVOICE_TAKEN') return inserted
  }
  throw new Error('five random invoice numbers in a row are taken')
}

function duplicate({ invoice, createdAt, state }: Transaction): DomainError {
  return new DomainError(
    'DUPLICATE_SUSPECTED',
    state === 'PROCESSING'
      ? {
          id: `Pembelian produk yang sama untuk meter ini masih diproses (${invoice}). Pastikan pelanggan memang ingin membeli lagi.`,
          en: `A purchase of the same product for this meter is still being processed (${invoice}). Make sure that the customer wants another one.`,
        }
      : {
          id: `Meter ini baru saja membeli produk yang sama (${invoice}). Pastikan pelanggan memang ingin membeli lagi.`,
          en: `This meter has just bought the same product (${invoice}). Make sure that the customer wants another one.`,
        },
    { invoice, createdAt: createdAt.toISOString() },
  )
}
