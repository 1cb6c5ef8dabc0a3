import { createHash } from 'node:crypto'
import type { Callback } from '@setrum/iak'
import type { Deps } from '../context.js'
import { SYSTEM, type Transaction } from '../domain/transaction.js'
import type { UnknownCallbacks } from '../models/unknown-callback.js'
import { askStatus, recordOutcome } from './settle.js'

/**
 * The biller rings. What it says about status, price or token is written down as a claim and never believed: its
 * signature covers the number only. An open sale becomes due at once; a claim against a final status is checked by one
 * query of our own. Copies of the same callback change nothing and ask nothing.
 * @returns whether something became due
 */
export async function takeCallback(callback: Callback, deps: Deps, unknown: UnknownCallbacks): Promise<boolean> {
  const { refId, status, code } = callback
  const at = deps.now()
  const claim = `${status ?? '?'} ${code ?? '?'}`
  const key = `${claim} ${digestOf(callback.serialNumber)}`.trim()
  const rung = await deps.transactions.ring(refId, { key, note: `claims status ${claim}`, at })
  if (!rung) {
    const isFirst = await unknown.keep(refId.slice(0, 64), at)
    if (isFirst) deps.alert('the biller rings for a number that is not ours', { refId: refId.slice(0, 64) })
    return false
  }
  if (!rung.isNews) return false
  if (isAboutAnother(callback, rung.transaction)) {
    deps.alert('a callback is rightly signed and speaks of another sale', { invoice: rung.transaction.invoice })
  }
  if (isContrary(rung.transaction, status)) {
    void deps.background.track(verify(rung.transaction, deps))
    return false
  }
  return rung.transaction.state === 'PROCESSING'
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

function isContrary({ state }: Transaction, status: number | null): boolean {
  return (state === 'SUCCESS' && status === 2) || (state === 'FAILED' && status === 1)
}

async function verify(sale: Transaction, deps: Deps): Promise<void> {
  const outcome = await askStatus(sale, deps)
  await recordOutcome(sale, { asked: 'STATUS', outcome, actor: SYSTEM }, deps)
}
