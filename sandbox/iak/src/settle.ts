import { sendCallbacks } from './callbacks.js'
import { serialNumberOf } from './customer.js'
import type { Entry } from './ledger.js'
import type { World } from './world.js'

/** Gives a pending transaction its result; a failed one gets its money back. Final is final: false when it was. */
export function settle(world: World, entry: Entry, rc: string): boolean {
  if (entry.status !== (entry.kind === 'prepaid' ? 0 : 3)) return false
  const isSuccess = rc === '00'
  entry.status = isSuccess ? 1 : 2
  entry.rc = rc
  entry.settlesAt = null
  if (isSuccess) entry.paidAt = world.now()
  if (isSuccess && entry.kind === 'prepaid') {
    const nominal = world.priceList.prepaid.find(({ code }) => code === entry.productCode)?.nominal ?? 0
    entry.serialNumber = serialNumberOf(entry, nominal, world.settings.serialNumber)
  }
  if (isSuccess || entry.debited === 0) world.ledger.save(entry)
  else if (world.settings.creditDelayMs === 0) world.ledger.credit(entry)
  else {
    entry.creditsAt = world.now() + world.settings.creditDelayMs
    world.ledger.save(entry)
  }
  return true
}

/** The same, and tells the receiver of callbacks, as the biller does for prepaid only. */
export async function settleAndCall(world: World, entry: Entry, rc: string): Promise<boolean> {
  const isChanged = settle(world, entry, rc)
  if (isChanged && entry.kind === 'prepaid' && world.settings.callbacks) await sendCallbacks(world, entry)
  return isChanged
}

/** Does what is due: results, and money that comes back. Called by a timer. */
export function settleDue(world: World): void {
  const now = world.now()
  for (const entry of world.ledger.waiting) {
    if (entry.creditsAt !== null && entry.creditsAt <= now) world.ledger.credit(entry)
    if (entry.settlesAt !== null && entry.settlesAt <= now) void settleAndCall(world, entry, entry.settlesWith)
  }
}
