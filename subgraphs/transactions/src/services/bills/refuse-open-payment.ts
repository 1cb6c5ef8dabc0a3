import { DomainError } from '@setrum/subgraph-kit'
import type { Deps } from '../../context.js'
import type { Transaction } from '../../domain/transaction.js'

/**
 * Refuses to look up or pay a bill again while the outcome of a payment of it is not known: two open payments of one bill
 * could not be distinguished.
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
