import type { Entry } from '../ledger/ledger.js'
import { settle } from '../ledger/settlement.js'
import { postpaidMessage } from '../messages.js'
import type { SandboxState } from '../state.js'
import { billBehaviour } from './bills.js'
import { billResponse, errorResponse } from './responses.js'

type Data = Record<string, unknown>

const DAY_MS = 24 * 3_600_000
/** Codes after which the bill stays unpaid; other codes mean a failed payment. */
const LEAVES_UNPAID = new Set('01 02 03 05 06 11 17 20 34 40 42 100 101 102 106 107 109 110 117 118 201'.split(' '))
/** Codes that refuse the call; their response has no transaction. */
const CALL_ERRORS = new Set(['06', '100', '101', '102', '107', '110', '117', '118'])

/** Pays an inquired bill, at most once. */
export function pay(state: SandboxState, entry: Entry | undefined): Data {
  if (entry?.kind !== 'postpaid' || entry.bills.length === 0) return errorResponse('06')
  entry.calls += 1
  const rc = rejectionCode(state, entry)
  if (rc !== null) {
    state.ledger.save(entry)
    return paymentResponse(state, entry, rc)
  }
  return executePayment(state, entry)
}

function rejectionCode(state: SandboxState, entry: Entry): string | null {
  if (entry.status === 1) return '01'
  if (entry.status === 3) return '39'
  if (entry.status === 2) return entry.rc
  if (state.clock.day(entry.createdAt) !== state.clock.day()) return '04'
  if (state.isCutOff()) return '109'
  if (!state.priceList.postpaid(entry.productCode).active) return '106'
  return state.ledger.deposit < entry.price ? '17' : null
}

function executePayment(state: SandboxState, entry: Entry): Data {
  const behaviour = billBehaviour(state, entry.productCode, entry.customerId)
  if (behaviour.kind === 'purchase-refused' && behaviour.rc !== '00' && behaviour.rc !== '39') {
    return reject(state, entry, behaviour.rc)
  }
  entry.status = 3
  entry.rc = '39'
  switch (behaviour.kind) {
    case 'settles-later':
      scheduleSettlement(state, entry, behaviour.rc, state.processingMs())
      break
    case 'pending-one-day':
      scheduleSettlement(state, entry, '00', DAY_MS)
      break
    case 'pending-forever':
      break
    case 'ambiguous':
      state.ledger.debit(entry)
      settle(state, entry, behaviour.isBought ? '00' : '37')
      return ambiguousResponse(state, entry, behaviour.rc)
    case 'purchase-refused':
      // 39 is the biller's test number for a pending payment: only the admin API settles it.
      if (behaviour.rc === '39') break
      return settleAtOnce(state, entry)
    default:
      return settleAtOnce(state, entry)
  }
  state.ledger.debit(entry)
  return paymentResponse(state, entry, '39')
}

function settleAtOnce(state: SandboxState, entry: Entry): Data {
  state.ledger.debit(entry)
  settle(state, entry, '00')
  return paymentResponse(state, entry, '00')
}

function reject(state: SandboxState, entry: Entry, rc: string): Data {
  if (!LEAVES_UNPAID.has(rc)) {
    entry.status = 2
    entry.rc = rc
  }
  state.ledger.save(entry)
  return CALL_ERRORS.has(rc) ? errorResponse(rc) : paymentResponse(state, entry, rc)
}

function scheduleSettlement(state: SandboxState, entry: Entry, rc: string, ms: number | null): void {
  entry.settlesWith = rc
  entry.settlesAt = ms === null ? null : state.now() + ms
}

function paymentResponse(state: SandboxState, entry: Entry, rc: string): Data {
  const failed = rc === '00' || rc === '39' ? {} : { noref: '' }
  return { ...billResponse(state, entry), ...failed, response_code: rc, message: postpaidMessage(rc) }
}

/** A response that does not reveal the result. */
function ambiguousResponse(state: SandboxState, entry: Entry, rc: string): Data {
  return { ...billResponse(state, { ...entry, status: 0 }), response_code: rc, message: postpaidMessage(rc) }
}
