import { postpaidMessage } from '../messages.js'
import type { SandboxState } from '../state.js'
import { billBehaviour, unpaidBills } from './bills.js'
import { adminOf, billResponse, emptyDesc, errorResponse, nominalOf } from './responses.js'

/** One payment covers at most four bills; the next inquiry returns the rest. */
const MAX_BILLS_PER_PAYMENT = 4

export interface Inquiry {
  refId: string
  code: string
  customerId: string
}

/** Looks up a bill. Moves no money. The ref_id cannot be reused, even after a failure. */
export function inquire(state: SandboxState, { refId, code, customerId }: Inquiry): Record<string, unknown> {
  const rejection = rejectionCode(state, refId, code)
  if (rejection !== null) return { ...errorResponse(rejection), ref_id: refId }
  const behaviour = billBehaviour(state, code, customerId)
  const unpaid = unpaidBills(state, code, customerId)
  const rc =
    behaviour.kind === 'unknown-number'
      ? '14'
      : behaviour.kind === 'inquiry-refused'
        ? behaviour.rc
        : unpaid.length === 0
          ? '01'
          : '00'
  const isFound = rc === '00'
  const bills = isFound ? unpaid.slice(0, MAX_BILLS_PER_PAYMENT) : []
  const entry = state.ledger.add({
    refId,
    kind: 'postpaid',
    customerId,
    productCode: code,
    // A failed inquiry cannot be paid.
    status: isFound ? 0 : 2,
    rc: isFound ? '42' : rc,
    createdAt: state.now(),
    bills,
    remaining: isFound ? unpaid.length - bills.length : 0,
    commission: state.priceList.postpaid(code).commission * bills.length,
  })
  entry.price = nominalOf(entry) + adminOf(entry) - entry.commission
  state.ledger.save(entry)
  return isFound
    ? { ...billResponse(state, entry), response_code: rc, message: postpaidMessage(rc, 'INQUIRY SUCCESS') }
    : { ...errorResponse(rc), tr_id: entry.trId, ref_id: refId, hp: customerId, code, ...emptyDesc(state) }
}

function rejectionCode(state: SandboxState, refId: string, code: string): string | null {
  if (!/^[A-Za-z0-9]+$/.test(refId)) return '03'
  if (state.ledger.find(refId)) return '11'
  if (code !== 'PLNPOSTPAID' && code !== state.settings.nonTaglisCode) return '20'
  if (!state.priceList.postpaid(code).active) return '106'
  return state.isCutOff() ? '109' : null
}
