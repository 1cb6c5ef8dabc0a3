import type { SandboxClient } from './fixtures/sandbox-client.js'

/** A sale as our side keeps it. */
export interface RecordedSale {
  invoice: string
  status: string
  createdAt: string | Date
}

/** In these a debit at the biller has its place; a bill that was only looked up, or expired, has none. */
const MAY_BE_DEBITED: readonly string[] = ['PROCESSING', 'SUCCESS']

/**
 * Reconciles our transactions with the biller's ledger (its reference, section 11.5): every debit there has exactly one
 * transaction here, made before it, and no SUCCESS here is without one; nothing that is FAILED, EXPIRED or only looked
 * up here is debited there.
 * @throws Error that lists what does not match
 */
export async function expectLedgersToReconcile(biller: SandboxClient, sales: readonly RecordedSale[]): Promise<void> {
  const { transactions } = await biller.ledger()
  const faults: string[] = []
  const ours = new Map(sales.map((sale) => [sale.invoice.replace('-', ''), sale]))
  if (ours.size !== sales.length) faults.push('an invoice number occurs twice in our transactions')

  const debits = new Map<string, number>()
  for (const entry of transactions) {
    const sale = ours.get(entry.ref_id)
    if (sale && entry.debited_at !== null && Date.parse(entry.debited_at) < new Date(sale.createdAt).getTime()) {
      faults.push(`${entry.ref_id} was debited before it was stored`)
    }
    const net = entry.debited - entry.credited
    if (net <= 0) continue
    debits.set(entry.ref_id, net)
    if (entry.price > 0 && entry.debited > entry.price) faults.push(`${entry.ref_id} was debited more than once`)
    if (!sale) faults.push(`${entry.ref_id} was debited and is not stored here`)
  }
  for (const [refId, { status }] of ours) {
    if (status === 'SUCCESS' && !debits.has(refId)) faults.push(`${refId} is SUCCESS here and not debited there`)
    if (!MAY_BE_DEBITED.includes(status) && debits.has(refId)) {
      faults.push(`${refId} is ${status} here and debited there`)
    }
  }
  if (faults.length > 0) throw new Error(`the ledgers do not reconcile:\n${faults.join('\n')}`)
}
