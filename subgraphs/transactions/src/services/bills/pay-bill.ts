import { totalOf } from '@setrum/iak'
import { DomainError, type Employee } from '@setrum/subgraph-kit'
import type { Deps } from '../../context.js'
import { sentEvent } from '../../domain/settlement/decide.js'
import { enter } from '../../domain/settlement/next-phase.js'
import { statusOf } from '../../domain/settlement/phase.js'
import { startOfBillerDay } from '../../domain/settlement/recovery-rules.js'
import type { Transaction } from '../../domain/transaction.js'
import { notFound } from '../listing/row-level-authorization.js'
import { insufficientDeposit, NO_RESERVATION } from '../selling/deposit.js'
import { requireOpenCounter, requireSellableBill } from '../selling/selling-guards.js'
import { submitPurchase } from '../selling/submit-purchase.js'
import { paymentIsOpen, refuseOpenPayment, refusePaidSince } from './refuse-second-payment.js'

/**
 * Pays a bill that this employee looked up today. A repeat pays nothing and returns the transaction.
 * @throws NOT_FOUND for a bill of another employee, INVALID_TRANSITION for a bill of another day, REVIEW_REQUIRED for a
 *   bill that would be paid at a loss, DUPLICATE_SUSPECTED for one that was paid meanwhile, and as `buyToken`
 */
export async function payBill(transactionId: string, viewer: Employee, deps: Deps): Promise<Transaction> {
  const inquiry = await deps.transactions.byIdForChange(transactionId)
  if (!inquiry || inquiry.employeeId !== viewer.userId) throw notFound()
  if (inquiry.phase.name === 'EXPIRED') throw expired()
  if (inquiry.phase.name !== 'AWAITING_PAYMENT') return { ...inquiry, isReplay: true }

  await requireOpenCounter(viewer, deps)
  await requireSellableBill(inquiry.productCode, deps)
  await refuseOpenPayment(inquiry, deps)
  refuseUnreviewedLoss(inquiry)
  const dedupeKey = await refusePaidSince(inquiry, deps)
  const reserved =
    inquiry.costIdr === null ? NO_RESERVATION : await deps.deposit.reserve(`bill ${inquiry.id}`, inquiry.costIdr)
  if (reserved) {
    const sale = await storeAttempt(inquiry, dedupeKey, viewer, deps).catch(async (error: unknown) => {
      await reserved.release()
      throw error
    })
    if (sale) return submitPurchase(sale, reserved, deps)
  }
  const current = await deps.transactions.byId(inquiry.id)
  // A concurrent request for this bill was first: it sends the payment, perhaps under our reservation, or used the money.
  if (!current || statusOf(current) !== 'PROCESSING') await reserved?.release()
  if (!current) throw notFound()
  if (current.phase.name === 'EXPIRED') throw expired()
  if (current.phase.name === 'AWAITING_PAYMENT' && !reserved) throw insufficientDeposit()
  // Unchanged: another payment of this number holds the dedupe key. After it the bill has to be looked up again.
  if (current.phase.name === 'AWAITING_PAYMENT') throw paymentIsOpen(await deps.transactions.openPayment(inquiry))
  return { ...current, isReplay: true }
}

/** @returns null when another request was first, another payment of this number is open, or the bill's day is over */
async function storeAttempt(
  inquiry: Transaction,
  dedupeKey: string,
  viewer: Employee,
  deps: Deps,
): Promise<Transaction | null> {
  const { employeeName, shiftId, shift } = await requireOpenCounter(viewer, deps)
  const at = deps.now()
  const entered = enter(inquiry, 'PAY', at, deps.rules)
  if (!entered) return null
  const sent = { ...sentEvent(at, viewer.userId, 1), from: 'AWAITING_PAYMENT', to: 'PROCESSING' } as const
  return deps.transactions.change(inquiry, {
    ...entered,
    change: { employeeName, shiftId, shift },
    events: [sent],
    at,
    createdSince: startOfBillerDay(at),
    // Of two inquiries of one bill that are paid concurrently, one takes the key.
    dedupeKey,
  })
}

/**
 * A price below the bills or below the cost is most likely an error of the biller, and so is a cost outside all sense,
 * which is not stored. Such a bill can be paid once an admin has reviewed it.
 * @throws REVIEW_REQUIRED
 */
function refuseUnreviewedLoss({ reviewReasons, priceIdr, costIdr, bills }: Transaction): void {
  const isUnreviewed = reviewReasons.some((reason) => ['BILLS_DO_NOT_ADD_UP', 'COST_ABOVE_PRICE'].includes(reason))
  const price = priceIdr ?? 0
  if (!isUnreviewed || (price > 0 && price >= totalOf(bills) && price >= (costIdr ?? Number.POSITIVE_INFINITY))) return
  throw new DomainError('REVIEW_REQUIRED', {
    id: 'Jumlah tagihan dari biller tidak masuk akal. Tagihan ini harus diperiksa pemilik dulu.',
    en: 'The amount that the biller names for this bill makes no sense. The owner has to review the bill first.',
  })
}

function expired(): DomainError {
  return new DomainError('INVALID_TRANSITION', {
    id: 'Tagihan ini sudah kedaluwarsa: harus dibayar pada hari yang sama. Cek tagihan sekali lagi.',
    en: 'This bill has expired: it must be paid on the day it was looked up. Please look it up again.',
  })
}
