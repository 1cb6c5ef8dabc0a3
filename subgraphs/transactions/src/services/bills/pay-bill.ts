import { DomainError, type Employee } from '@setrum/subgraph-kit'
import type { Deps } from '../../context.js'
import { startOfBillerDay } from '../../domain/biller-day.js'
import type { Transaction } from '../../domain/transaction.js'
import { NOTHING_HELD } from '../selling/deposit.js'
import { notFound } from '../listing/find-visible.js'
import { submitPurchase } from '../selling/submit-purchase.js'
import { paymentIsOpen, refuseOpenPayment } from './refuse-open-payment.js'
import { requireOpenCounter, requireSellableBill } from '../selling/selling-guards.js'
import { sendingMark } from '../settlement/settle.js'

/**
 * Pays a bill that this employee looked up today. A repeat pays nothing and returns the transaction.
 * @throws NOT_FOUND for somebody else's, INVALID_TRANSITION for a bill of another day, and what `buyToken` throws
 */
export async function payBill(transactionId: string, viewer: Employee, deps: Deps): Promise<Transaction> {
  const inquiry = await deps.transactions.byId(transactionId)
  if (!inquiry || inquiry.employeeId !== viewer.userId) throw notFound()
  if (inquiry.state === 'EXPIRED') throw expired()
  if (inquiry.state !== 'AWAITING_PAYMENT') return inquiry

  await requireOpenCounter(viewer, deps)
  await requireSellableBill(inquiry.productCode, deps)
  await refuseOpenPayment(inquiry, deps)
  const reserved =
    inquiry.costIdr === null ? NOTHING_HELD : await deps.deposit.reserve(`bill ${inquiry.id}`, inquiry.costIdr)
  const sale = await markAsSent(inquiry, viewer, deps).catch((error: unknown) => {
    reserved.giveBack()
    throw error
  })
  if (sale) return submitPurchase(sale, reserved, deps)
  const current = await deps.transactions.byId(inquiry.id)
  // Where the same request was first, it sends the payment, and may have left it to us to hold its money.
  if (current?.state === 'PROCESSING') reserved.sent()
  else reserved.giveBack()
  if (!current) throw notFound()
  if (current.state === 'EXPIRED') throw expired()
  // Untouched: another payment of this number had the place. Settled meanwhile or not, this one is looked up anew.
  if (current.state === 'AWAITING_PAYMENT') throw paymentIsOpen(await deps.transactions.openPayment(inquiry))
  return current
}

/** @returns null when somebody else was first, another payment of this number is open, or the bill's day is over */
async function markAsSent(inquiry: Transaction, viewer: Employee, deps: Deps): Promise<Transaction | null> {
  const { employeeName, shiftId, shift } = await requireOpenCounter(viewer, deps)
  const at = deps.now()
  return deps.transactions.change(
    inquiry,
    { state: 'AWAITING_PAYMENT', createdSince: startOfBillerDay(at) },
    {
      change: { state: 'PROCESSING', employeeName, shiftId, shift, ...sendingMark(1, at, deps) },
      events: [{ at, type: 'SENT', actor: viewer.userId, from: 'AWAITING_PAYMENT', to: 'PROCESSING', note: null }],
      at,
      // Two inquiries of one bill, paid at the same instant: one of them has the place.
      slot: `open:${inquiry.productCode}:${inquiry.customerNumber}`,
    },
  )
}

function expired(): DomainError {
  return new DomainError('INVALID_TRANSITION', {
    id: 'Tagihan ini sudah kedaluwarsa: harus dibayar pada hari yang sama. Cek tagihan sekali lagi.',
    en: 'This bill has expired: it must be paid on the day it was looked up. Please look it up again.',
  })
}
