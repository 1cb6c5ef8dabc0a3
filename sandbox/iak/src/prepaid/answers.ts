import type { Refusal } from '../door.js'
import type { Entry } from '../ledger.js'
import { prepaidMessage } from '../messages.js'
import type { World } from '../world.js'

export const envelope = (data: unknown) => ({ data })

/** The short form of an answer that speaks of the call and of no transaction. */
export const refusal = (rc: string) => ({ rc, message: prepaidMessage(rc), status: 2 })

export const refusedAtDoor = ({ rc, errorDetails }: Refusal) =>
  envelope(errorDetails ? { rc, message: prepaidMessage(rc), error_details: errorDetails } : refusal(rc))

/** What top-up and status query say of a transaction. */
export function answerOf(world: World, entry: Entry): Record<string, unknown> {
  const isTold = entry.status === 1 && entry.polls >= world.settings.serialNumberAfterPolls
  return {
    ref_id: entry.refId,
    status: entry.status,
    product_code: entry.productCode,
    customer_id: entry.customerId,
    price: entry.price,
    message: prepaidMessage(entry.rc),
    ...(isTold && entry.serialNumber ? { sn: entry.serialNumber } : {}),
    balance: world.ledger.deposit,
    tr_id: entry.trId,
    rc: entry.rc,
  }
}
