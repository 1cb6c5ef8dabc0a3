import type { AuthError } from '../http/authentication.js'
import type { Entry } from '../ledger/ledger.js'
import { prepaidMessage } from '../messages.js'
import type { SandboxState } from '../state.js'

export const envelope = (data: unknown) => ({ data })

/** Short response about the call, without a transaction. */
export const errorResponse = (rc: string) => ({ rc, message: prepaidMessage(rc), status: 2 })

export const authErrorResponse = ({ rc, errorDetails }: AuthError) =>
  envelope(errorDetails ? { rc, message: prepaidMessage(rc), error_details: errorDetails } : errorResponse(rc))

/** A transaction as top-up and status query return it. */
export function transactionResponse(state: SandboxState, entry: Entry): Record<string, unknown> {
  const isSerialNumberVisible = entry.status === 1 && entry.polls >= state.settings.serialNumberAfterPolls
  return {
    ref_id: entry.refId,
    status: entry.status,
    product_code: entry.productCode,
    customer_id: entry.customerId,
    price: entry.price,
    message: prepaidMessage(entry.rc),
    ...(isSerialNumberVisible && entry.serialNumber ? { sn: entry.serialNumber } : {}),
    balance: state.ledger.deposit,
    tr_id: entry.trId,
    rc: entry.rc,
  }
}
