import { DomainError, type Employee } from '@setrum/subgraph-kit'
import type { Deps } from '../../context.js'
import { readMeterNumber } from '../../domain/input.js'
import { sentEvent } from '../../domain/settlement/decide.js'
import { nextAttempt } from '../../domain/settlement/next-phase.js'
import { isOpenPhase, noAttempts, statusOf } from '../../domain/settlement/phase.js'
import { firstCheckAfter } from '../../domain/settlement/recovery-rules.js'
import { newInvoice, refIdOf, SYSTEM, type Transaction, type TransactionEvent } from '../../domain/transaction.js'
import type { Inserted } from '../../models/transaction.js'
import type { NewTransaction } from '../../models/transaction-row.js'
import { insufficientDeposit } from './deposit.js'
import { readIdempotencyKey, replayOf, requestHashOf } from './idempotency.js'
import { requireOpenCounter, type SellableToken, type Seller, sellableToken } from './selling-guards.js'
import { submitPurchase } from './submit-purchase.js'

export interface BuyToken {
  meterNumber: string
  productCode: string
  /** Whole rupiah. */
  expectedPrice?: number | null | undefined
  idempotencyKey: string
  confirmDuplicate?: boolean | null | undefined
}

/** The same meter and product within this time is probably a repeat by mistake. */
const DUPLICATE_MS = 10 * 60_000
const ATTEMPTS = 3

/**
 * Sells a token. The order of the steps matters: a repeat returns before any check can refuse it; all checks come before
 * the sale is stored, the opening hours once more after all waiting; the sale is stored with its ref id before it is sent.
 * So a crash at any line leaves nothing, or a sale that the reconciler settles.
 *
 * @returns the sale after the response of the biller; PROCESSING when the outcome is not known
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
  // A meter has two numbers: on the meter, and of its connection.
  const numbers = [...new Set([owner.meterNumber, owner.subscriberId, meterNumber].filter((number) => number !== null))]
  let last = await lastSales(input.confirmDuplicate)
  const reserved = await deps.deposit.reserve(`${viewer.userId} ${idempotencyKey}`, product.costIdr)
  if (!reserved) {
    // A concurrent request with this key may have used the money.
    const concurrent = await deps.transactions.byKey(viewer.userId, idempotencyKey)
    if (concurrent) return replayOf(concurrent, requestHash)
    throw insufficientDeposit()
  }
  const stored = await storeWhileOpen().catch(async (error: unknown) => {
    await reserved.release()
    throw error
  })
  if (stored.kind === 'INSERTED') return submitPurchase(stored.transaction, reserved, deps)
  // A concurrent request with this key sends the sale, perhaps under our reservation: it is not released.
  return replayOf(stored.transaction, requestHash)

  async function storeWhileOpen() {
    const seller = await requireOpenCounter(viewer, deps)
    const sale = newSale({ meterNumber, idempotencyKey, requestHash, product, seller, owner }, deps)
    for (let attempt = 1; ; attempt += 1) {
      const dedupeKey = last && `after:${last[0]?.id ?? 'none'}:${numbers[0]}:${product.code}`
      const attempted = await store({ ...sale, dedupeKey }, deps)
      if (attempted.kind !== 'DUPLICATE') return attempted
      // A sale of the same product to this meter was stored since `lastSales`.
      if (attempt === ATTEMPTS) throw duplicate(attempted.of)
      last = await lastSales(false)
    }
  }

  /** The last sales of this product to this meter; null when the employee confirmed a duplicate. */
  async function lastSales(isConfirmed: boolean | null | undefined): Promise<Transaction[] | null> {
    if (isConfirmed) return null
    const sales = await deps.transactions.lastSame(numbers, product.code)
    const since = deps.now().getTime() - DUPLICATE_MS
    // An open sale may still bring its token, however old it is.
    const isSame = (sale: Transaction) =>
      isOpenPhase(sale.phase) || (sale.createdAt.getTime() >= since && statusOf(sale) !== 'FAILED')
    const same = sales.find(isSame)
    // A concurrent repeat finds its own sale here, and becomes a replay at the insert.
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
): Omit<NewTransaction, 'invoice' | 'refId' | 'dedupeKey'> {
  const { meterNumber, idempotencyKey, requestHash, product, seller, owner } = parts
  const at = deps.now()
  const actor = seller.employeeId
  const created: TransactionEvent = { at, type: 'CREATED', actor, from: null, to: 'PROCESSING', note: null }
  return {
    trId: null,
    productType: 'PREPAID',
    productCode: product.code,
    customerNumber: meterNumber,
    customer: owner,
    phase: {
      name: 'SUBMITTED',
      attempts: nextAttempt(noAttempts(at), at, deps.rules),
      absentChecks: 0,
      nextCheckAt: firstCheckAfter(at, deps.rules),
    },
    reviewReasons: [],
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
    events: [created, sentEvent(at, SYSTEM, 1)],
    createdAt: at,
  }
}

/** Stores under a free invoice number; sixteen random digits are hardly ever taken. */
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

function duplicate({ invoice, createdAt, phase }: Transaction): DomainError {
  return new DomainError(
    'DUPLICATE_SUSPECTED',
    isOpenPhase(phase)
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
