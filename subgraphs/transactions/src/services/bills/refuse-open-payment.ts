import { DomainError } from '@setrum/subgraph-kit'
import type { Deps } from '../../context.js'
import type { Transaction } from '../../domain/transaction.js'

/**
 * While the outcome of one payment is not known, the same bill is neither looked up nor paid again: two open payments
 * of one bill could not be told apart.
 * @throws DUPLICATE_SUSPECTED
 */
export async function refuseOpenPayment(
  bill: Pick<Transaction, 'customerNumber' | 'productCode'> & { id?: string },
  deps: Deps,
): Promise<void> {
  const open = await deps.transactions.openPayment(bill)
  if (open && open.id !== bill.id) throw paymentIsOpen(open)
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
