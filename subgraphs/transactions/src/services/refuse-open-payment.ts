import { DomainError } from '@setrum/subgraph-kit'
import type { Deps } from '../context.js'

/**
 * While the outcome of one payment is not known, the same bill is neither looked up nor paid again: two open payments
 * of one bill could not be told apart.
 * @throws DUPLICATE_SUSPECTED
 */
export async function refuseOpenPayment(
  { id, customerNumber, productCode }: { id?: string; customerNumber: string; productCode: string },
  deps: Deps,
): Promise<void> {
  const open = await deps.transactions.openPayment(customerNumber, productCode)
  if (!open || open.id === id) return
  throw new DomainError(
    'DUPLICATE_SUSPECTED',
    {
      id: `Tagihan nomor ini sedang dibayar (${open.invoice}). Tunggu sampai selesai.`,
      en: `A bill of this number is being paid (${open.invoice}). Wait until that is settled.`,
    },
    { invoice: open.invoice },
  )
}
