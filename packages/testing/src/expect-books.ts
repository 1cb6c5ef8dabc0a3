import type { Biller } from './biller.js'

/** A sale as our side keeps it. */
export interface BookedSale {
  invoice: string
  status: string
}

/**
 * Matches our books with the biller's: every debit there has exactly one transaction here, no SUCCESS here without
 * exactly one debit there, nothing FAILED here that is still debited there.
 * @throws Error that lists what does not match
 */
export async function expectBooksToMatch(biller: Biller, sales: readonly BookedSale[]): Promise<void> {
  const { transactions } = await biller.ledger()
  const faults: string[] = []
  const ours = new Map(sales.map((sale) => [sale.invoice.replace('-', ''), sale]))
  if (ours.size !== sales.length) faults.push('an invoice number stands twice in our books')

  const debits = new Map<string, number>()
  for (const entry of transactions) {
    const net = entry.debited - entry.credited
    if (net <= 0) continue
    debits.set(entry.ref_id, net)
    if (entry.price > 0 && entry.debited > entry.price) faults.push(`${entry.ref_id} was debited more than once`)
    if (!ours.has(entry.ref_id)) faults.push(`${entry.ref_id} was debited and is not in our books`)
  }
  for (const [refId, { status }] of ours) {
    if (status === 'SUCCESS' && !debits.has(refId)) faults.push(`${refId} is SUCCESS here and not debited there`)
    if (status === 'FAILED' && debits.has(refId)) faults.push(`${refId} is FAILED here and debited there`)
  }
  if (faults.length > 0) throw new Error(`the books do not match:\n${faults.join('\n')}`)
}
