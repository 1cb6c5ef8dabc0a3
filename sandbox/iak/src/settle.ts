import { sendCallbacks } from './callbacks.js'
import { serialNumberOf } from './customer.js'
import type { Entry } from './ledger.js'
import type { World } from './world.js'

/** Gives a pending transaction its result; a failed one gets its money back. Final is final. */
export function settle(world: World, entry: Entry, rc: string): void {
  const isPending = entry.kind === 'prepaid' ? entry.status === 0 : entry.status === 3
  if (!isPending) return
  const isSuccess = rc === '00'
  entry.status = isSuccess ? 1 : 2
  entry.rc = rc
  entry.settlesAt = null
  if (isSuccess && entry.kind === 'prepaid') {
    const nominal = world.priceList.prepaid.find(({ code }) => code === entry.productCode)?.nominal ?? 0
    entry.serialNumber = serialNumberOf(entry.refId, entry.customerId, nominal, world.settings.serialNumber)
  }
  if (isSuccess) entry.paidAt = world.now()
  world.ledger.save(entry)
  if (!isSuccess) {
    if (world.settings.creditDelayMs === 0) world.ledger.credit(entry)
    else setTimeout(() => world.ledger.credit(entry), world.settings.creditDelayMs).unref()
  }
}

/** The same, and tells the receiver of callbacks, as the biller does for prepaid only. */
export async function settleAndCall(world: World, entry: Entry, rc: string): Promise<void> {
  const before = entry.status
  settle(world, entry, rc)
  if (entry.kind === 'prepaid' && entry.status !== before && world.settings.callbacks) await sendCallbacks(world, entry)
}

/** Settles what is due. Called by a timer. */
export function settleDue(world: World): void {
  for (const entry of world.ledger.pending) {
    if (entry.settlesAt !== null && entry.settlesAt <= world.now()) void settleAndCall(world, entry, entry.settlesWith)
  }
}
