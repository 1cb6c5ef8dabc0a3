import { createHash } from 'node:crypto'
import type { Callback } from '@setrum/iak'
import type { Deps } from '../../context.js'
import type { TransactionStatus } from '../../domain/status.js'
import type { Transaction } from '../../domain/transaction.js'
import type { UnknownCallbacks } from '../../models/unknown-callback.js'

/**
 * The biller rings. What it says about status, price or token is written down as a claim and never believed: its
 * signature covers the number only. An open sale becomes due at once, and so does one whose final status the claim
 * contradicts: our own queries decide. Copies of the same callback change nothing and ask nothing.
 * @returns whether something became due
 */
export async function recordCallback(callback: Callback, deps: Deps, unknown: UnknownCallbacks): Promise<boolean> {
  const { refId, status, code } = callback
  const at = deps.now()
  const claim = `${status ?? '?'} ${code ?? '?'}`
  const key = `${claim} ${digestOf(callback.serialNumber)}`.trim()
  const note = `claims status ${claim}${claimsOf(callback)}`
  const questions = questionedBy(status)
  const rung = await deps.transactions.ring(refId, { key, note, at, questions })
  if (!rung) {
    const isFirst = await unknown.keep(refId.slice(0, 64), note, at)
    if (isFirst) deps.alert('the biller rings for a number that is not ours', { refId: refId.slice(0, 64) })
    return false
  }
  if (!rung.isNews) return false
  if (isAboutAnother(callback, rung.transaction)) {
    deps.alert('a callback is rightly signed and speaks of another sale', { invoice: rung.transaction.invoice })
  }
  return questions.includes(rung.transaction.state)
}

/** What it says beside the status, for whoever has to find the customer; never the serial number, which holds the token. */
function claimsOf({ productCode, customerId, priceIdr, trId }: Callback): string {
  const claims = Object.entries({ product: productCode, number: customerId, price: priceIdr, tr_id: trId })
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name} ${String(value).slice(0, 40)}`)
  return claims.length > 0 ? ` (${claims.join(', ')})` : ''
}

/** Tells one serial number from another without keeping a token that may be forged. */
function digestOf(serialNumber: string | null): string {
  return serialNumber === null ? '' : createHash('sha256').update(serialNumber).digest('hex').slice(0, 12)
}

/** Only the number is signed: what else it says may be of another sale, or made up. */
function isAboutAnother({ customerId, productCode, trId }: Callback, sale: Transaction): boolean {
  const differs = (claimed: string | null, known: string | null) =>
    claimed !== null && known !== null && claimed !== known
  return differs(customerId, sale.customerNumber) || differs(productCode, sale.productCode) || differs(trId, sale.trId)
}

/** What is open may have its answer now; a final status is asked for again where the claim contradicts it. */
function questionedBy(status: number | null): TransactionStatus[] {
  if (status === 1) return ['PROCESSING', 'FAILED']
  return status === 2 ? ['PROCESSING', 'SUCCESS'] : ['PROCESSING']
}
