import { sendCallbacks } from '../callbacks/send-callbacks.js'
import { serialNumberOf } from '../customers.js'
import type { SandboxState } from '../state.js'
import type { Entry } from './ledger.js'

/**
 * Gives a pending transaction its final result and credits a failed one.
 * @returns false when it was final already
 */
export function settle(state: SandboxState, entry: Entry, rc: string): boolean {
  if (entry.status !== (entry.kind === 'prepaid' ? 0 : 3)) return false
  const isSuccess = rc === '00'
  entry.status = isSuccess ? 1 : 2
  entry.rc = rc
  entry.settlesAt = null
  if (isSuccess) entry.paidAt = state.now()
  if (isSuccess && entry.kind === 'prepaid') {
    const nominal = state.priceList.prepaid.find(({ code }) => code === entry.productCode)?.nominal ?? 0
    entry.serialNumber = serialNumberOf(entry, nominal, state.settings.serialNumber)
  }
  if (isSuccess || entry.debited === 0) state.ledger.save(entry)
  else if (state.settings.creditDelayMs === 0) state.ledger.credit(entry)
  else {
    entry.creditsAt = state.now() + state.settings.creditDelayMs
    state.ledger.save(entry)
  }
  return true
}

/** Settles and sends the callback. Like the biller, sends callbacks for prepaid only. */
export async function settleAndNotify(state: SandboxState, entry: Entry, rc: string): Promise<boolean> {
  const isChanged = settle(state, entry, rc)
  if (isChanged && entry.kind === 'prepaid' && state.settings.callbacks) await sendCallbacks(state, entry)
  return isChanged
}

/** Applies due results and due credits. Called by a timer. */
export function settleDue(state: SandboxState): void {
  const now = state.now()
  for (const entry of state.ledger.scheduled) {
    if (entry.creditsAt !== null && entry.creditsAt <= now) state.ledger.credit(entry)
    if (entry.settlesAt !== null && entry.settlesAt <= now) void settleAndNotify(state, entry, entry.settlesWith)
  }
}
