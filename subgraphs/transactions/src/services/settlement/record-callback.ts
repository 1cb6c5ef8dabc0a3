import { createHash } from 'node:crypto'
import type { Callback } from '@setrum/iak'
import type { Deps } from '../../context.js'
import { enter } from '../../domain/settlement/next-phase.js'
import type { Input } from '../../domain/settlement/transitions.js'
import { SYSTEM, type Transaction, type TransactionEvent } from '../../domain/transaction.js'
import type { UnknownCallbacks } from '../../models/unknown-callback.js'

const MAX_REF_ID_LENGTH = 64

/**
 * Records a callback of the biller. Its claims about status, price or token are stored and never trusted: its signature
 * covers the ref id only. An open sale becomes due at once, and so does a final one that the claim contradicts: our own
 * queries decide. Idempotent: a repeated callback changes nothing.
 * @returns whether a query became due
 */
export async function recordCallback(callback: Callback, deps: Deps, unknown: UnknownCallbacks): Promise<boolean> {
  const at = deps.now()
  const claim = `${callback.status ?? '?'} ${callback.code ?? '?'}`
  const key = `${claim} ${digestOf(callback.serialNumber)}`.trim()
  const note = `claims status ${claim}${claimsOf(callback)}`
  const event: TransactionEvent = { at, type: 'CALLBACK', actor: SYSTEM, from: null, to: null, note }
  for (;;) {
    const sale = await deps.transactions.byRefIdForChange(callback.refId)
    if (!sale) return recordUnknown(callback, { note, at }, deps, unknown)
    const entered = enter(sale, inputOf(callback.status), at, deps.rules)
    if (await deps.transactions.recordCallback(sale, { key, event, entered })) {
      if (isAboutAnother(callback, sale)) deps.alert('biller.callback.other_sale', { invoice: sale.invoice })
      return entered !== null
    }
    if (await deps.transactions.hasCallback(sale.id, key)) return false
  }
}

async function recordUnknown(
  { refId }: Callback,
  { note, at }: { note: string; at: Date },
  { alert }: Pick<Deps, 'alert'>,
  unknown: UnknownCallbacks,
): Promise<false> {
  const shortened = refId.slice(0, MAX_REF_ID_LENGTH)
  const isFirst = await unknown.keep(shortened, note, at)
  if (isFirst) alert('biller.callback.unknown_ref', { refId: shortened })
  return false
}

function inputOf(status: number | null): Input {
  if (status === 1) return 'CALLBACK_SUCCESS'
  return status === 2 ? 'CALLBACK_FAILED' : 'CALLBACK_OTHER'
}

/**
 * The other claims, by which an admin can find the customer. Shown to admins only: the price is our cost. Never the serial
 * number, which contains the token.
 */
function claimsOf({ productCode, customerId, priceIdr, trId }: Callback): string {
  const claims = Object.entries({ product: productCode, number: customerId, price: priceIdr, tr_id: trId })
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name} ${String(value).slice(0, 40)}`)
  return claims.length > 0 ? ` (${claims.join(', ')})` : ''
}

/** Distinguishes serial numbers without storing a token that may be forged. */
function digestOf(serialNumber: string | null): string {
  return serialNumber === null ? '' : createHash('sha256').update(serialNumber).digest('hex').slice(0, 12)
}

/** Only the ref id is signed: everything else may belong to another sale, or be forged. */
function isAboutAnother({ customerId, productCode, trId }: Callback, sale: Transaction): boolean {
  const differs = (claimed: string | null, known: string | null) =>
    claimed !== null && known !== null && claimed !== known
  return differs(customerId, sale.customerNumber) || differs(productCode, sale.productCode) || differs(trId, sale.trId)
}
