import { DomainError } from '@setrum/subgraph-kit'
import type { Deps } from '../../context.js'
import type { Transaction } from '../../domain/transaction.js'
import { requestHashOf } from '../selling/idempotency.js'

/** A payment in a later future was recorded by a wrong clock: it must not block a customer until then. */
const CLOCK_TOLERANCE_MS = 60_000

type Bill = Pick<Transaction, 'customerNumber' | 'productCode'>

/**
 * Refuses to look up or pay a bill again while the outcome of a payment of it is not known: two open payments of one bill
 * could not be distinguished.
 * @throws DUPLICATE_SUSPECTED
 */
export async function refuseOpenPayment(bill: Bill & { id?: string }, deps: Deps): Promise<void> {
  const open = await deps.transactions.openPayment(bill)
  if (open && open.id !== bill.id) throw paymentIsOpen(open)
}

/**
 * Refuses a bill that was paid since its inquiry, under another inquiry of the same customer and type with a common
 * period. The biller may take both payments.
 * @returns the dedupe key of the payment: unique until another payment of this customer and type succeeds
 * @throws DUPLICATE_SUSPECTED
 */
export async function refusePaidSince(inquiry: Transaction, deps: Deps): Promise<string> {
  const payments = await deps.transactions.lastPayments(inquiry)
  const until = new Date(deps.now().getTime() + CLOCK_TOLERANCE_MS)
  const isSince = ({ completedAt }: Transaction) =>
    completedAt !== null && completedAt > inquiry.createdAt && completedAt <= until
  const paid = payments.find((payment) => isSince(payment) && hasCommonPeriod(payment, inquiry))
  if (paid) throw billIsPaid(paid)
  // The set changes with every successful payment, in whatever order the clocks of the processes put them.
  const ids = payments.map(({ id }) => id).sort()
  return `after:${requestHashOf(inquiry.customerNumber, inquiry.productCode, ...ids)}`
}

/** A payment without periods may be that of any. */
function hasCommonPeriod(one: Transaction, other: Transaction): boolean {
  if (one.bills.length === 0 || other.bills.length === 0) return true
  const periods = new Set(one.bills.map(({ period }) => period))
  return other.bills.some(({ period }) => periods.has(period))
}

/** @param open the other payment; null when it was settled a moment ago */
export function paymentIsOpen(open: Transaction | null): DomainError {
  const invoice = open ? ` (${open.invoice})` : ''
  return new DomainError(
    'DUPLICATE_SUSPECTED',
    {
      id: `Tagihan nomor ini sedang dibayar${invoice}. Tunggu sampai selesai.`,
      en: `A bill of this number is being paid${invoice}. Wait until that is settled.`,
    },
    open ? { invoice: open.invoice } : {},
  )
}

function billIsPaid({ invoice, createdAt }: Transaction): DomainError {
  return new DomainError(
    'DUPLICATE_SUSPECTED',
    {
      id: `Tagihan ini sudah dibayar (${invoice}). Cek tagihan sekali lagi.`,
      en: `This bill has been paid already (${invoice}). Please look it up again.`,
    },
    { invoice, createdAt: createdAt.toISOString() },
  )
}
