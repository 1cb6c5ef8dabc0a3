import { DomainError, type Employee } from '@setrum/subgraph-kit'
import type { Deps } from '../context.js'
import type { Transaction } from '../domain/transaction.js'
import { notFound } from './find-visible.js'
import { makePurchase } from './make-purchase.js'
import { paymentIsOpen, refuseOpenPayment } from './refuse-open-payment.js'
import { refuseInCutOff, requireOpenShift, requireSellableBill } from './selling-guards.js'
import { sendingMark } from './settle.js'

/**
 * Pays a bill that this employee looked up today. A repeat pays nothing and returns the transaction.
 * @throws NOT_FOUND for somebody else's, INVALID_TRANSITION for a bill of another day, and what `buyToken` throws
 */
export async function payBill(transactionId: string, viewer: Employee, deps: Deps): Promise<Transaction> {
  const inquiry = await deps.transactions.byId(transactionId)
  if (!inquiry || inquiry.employeeId !== viewer.userId) throw notFound()
  if (inquiry.state === 'EXPIRED') throw expired()
  if (inquiry.state !== 'AWAITING_PAYMENT') return inquiry

  const seller = await requireOpenShift(viewer, deps)
  refuseInCutOff(deps)
  await requireSellableBill(inquiry.productCode, deps)
  await refuseOpenPayment(inquiry, deps)
  if (inquiry.costIdr !== null) await deps.deposit.require(inquiry.costIdr)

  const at = deps.now()
  const { employeeName, shiftId, shift } = seller
  const sale = await deps.transactions.change(
    inquiry,
    { state: 'AWAITING_PAYMENT' },
    {
      change: { state: 'PROCESSING', employeeName, shiftId, shift, ...sendingMark(1, at, deps) },
      events: [{ at, type: 'SENT', actor: viewer.userId, from: 'AWAITING_PAYMENT', to: 'PROCESSING', note: null }],
      at,
      // Two inquiries of one bill, paid at the same instant: one of them has the place.
      slot: `open:${inquiry.productCode}:${inquiry.customerNumber}`,
    },
  )
  if (sale) return makePurchase(sale, deps)
  const current = await deps.transactions.byId(inquiry.id)
  if (!current) throw notFound()
  if (current.state === 'EXPIRED') throw expired()
  // Untouched: another payment of this number had the place. Settled meanwhile or not, this one is looked up anew.
  if (current.state === 'AWAITING_PAYMENT') throw paymentIsOpen(await deps.transactions.openPayment(inquiry))
  return current
}

function expired(): DomainError {
  return new DomainError('INVALID_TRANSITION', {
    id: 'Tagihan ini sudah kedaluwarsa: harus dibayar pada hari yang sama. Cek tagihan sekali lagi.',
    en: 'This bill has expired: it must be paid on the day it was looked up. Please look it up again.',
  })
}
