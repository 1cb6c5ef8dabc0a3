import type { Entry } from '../ledger/ledger.js'
import { postpaidMessage } from '../messages.js'
import type { SandboxState } from '../state.js'
import { billResponse, emptyDesc, errorResponse } from './responses.js'

type Data = Record<string, unknown>

/** The bill products; of the two non-taglis codes only the configured one. */
export function listProducts(state: SandboxState, status: unknown): Data {
  const requestedStatus = String(status ?? 'all').replace('-', ' ')
  const pasca = ['PLNPOSTPAID', state.settings.nonTaglisCode]
    .map((code) => {
      const { name, fee, commission, active } = state.priceList.postpaid(code)
      return { code, name, status: active ? 1 : 4, fee, komisi: commission, type: 'pln', category: 'postpaid' }
    })
    .filter((row) => requestedStatus === 'all' || (row.status === 1) === (requestedStatus === 'active'))
  return { pasca }
}

/** The status of a bill payment. */
export function checkStatus(state: SandboxState, entry: Entry | undefined): Data {
  if (entry?.kind !== 'postpaid') return errorResponse('06')
  entry.polls += 1
  if (entry.brokenPolls > 0) {
    entry.brokenPolls -= 1
    return errorResponse(entry.brokenPolls === 1 ? '100' : '110')
  }
  const isHidden = entry.hiddenPolls > 0
  if (isHidden) entry.hiddenPolls -= 1
  // A hidden payment is 42 (no payment yet), not 06: the inquiry is always found.
  const visible = isHidden ? { ...entry, status: 0 } : entry
  const rc = { 0: '42', 1: '00', 3: '39' }[visible.status] ?? entry.rc
  const hasBills = entry.bills.length > 0
  return {
    ...(hasBills ? billResponse(state, visible) : { ref_id: entry.refId, tr_id: entry.trId, ...emptyDesc(state) }),
    ...(visible.status === 2 ? { noref: '' } : {}),
    status: visible.status,
    response_code: rc,
    message: postpaidMessage(rc),
  }
}
