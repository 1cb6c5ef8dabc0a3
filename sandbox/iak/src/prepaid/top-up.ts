import { sendCallbacks } from '../callbacks/send-callbacks.js'
import { type Behaviour, behaviourOf } from '../faults/test-numbers.js'
import { scheduleQueryFaults } from '../faults/transport-faults.js'
import type { Entry } from '../ledger/ledger.js'
import { settle, settleAndNotify } from '../ledger/settlement.js'
import type { SandboxState } from '../state.js'
import { errorResponse, transactionResponse } from './responses.js'

type Data = Record<string, unknown>

export interface TopUp {
  refId: string
  customerId: string
  productCode: string
}

const DAY_MS = 24 * 3_600_000
/** Codes that refuse the call without creating a transaction. */
const CALL_ERRORS = new Set(['06', '102', '107', '110', '117', '118', '204', '205', '208'])
/** Test number codes that keep a purchase pending until the admin API settles it. */
const PENDING = new Set(['39', '201'])

/** Buys a token once per ref_id: a repeated call gets the original transaction, even for another meter or product. */
export async function topUp(state: SandboxState, request: TopUp): Promise<Data> {
  const existing = state.ledger.find(request.refId)
  if (existing) {
    existing.calls += 1
    state.ledger.save(existing)
    return transactionResponse(state, existing)
  }
  const behaviour = behaviourOf('prepaid', request.customerId)
  const rc = rejectionCode(state, request, behaviour)
  if (rc !== null && CALL_ERRORS.has(rc)) return errorResponse(rc)
  const entry = state.ledger.add({
    ...request,
    kind: 'prepaid',
    status: rc === null ? 0 : 2,
    rc: rc ?? '39',
    price: priceOf(state, request.productCode),
    createdAt: state.now(),
  })
  entry.calls = 1
  if (rc === null) return accept(state, entry, behaviour)
  state.ledger.save(entry)
  return transactionResponse(state, entry)
}

function rejectionCode(state: SandboxState, { customerId, productCode }: TopUp, behaviour: Behaviour): string | null {
  const row = state.priceList.prepaid.find(({ code }) => code === productCode)
  if (!row) return '20'
  if (!row.active) return '106'
  if (behaviour.kind === 'unknown-number') return '14'
  if (behaviour.kind === 'inquiry-refused') return behaviour.rc
  if (behaviour.kind === 'purchase-refused' && behaviour.rc !== '00' && !PENDING.has(behaviour.rc)) return behaviour.rc
  if (state.settings.cutOff !== '39' && state.isCutOff()) return state.settings.cutOff
  return dailyLimitCode(state, customerId, productCode) ?? (state.ledger.deposit < row.price ? '17' : null)
}

function dailyLimitCode(state: SandboxState, customerId: string, productCode: string): string | null {
  const { dailyLimit } = state.settings
  if (dailyLimit === 'none') return null
  const today = state.clock.day()
  const isReached = state.ledger
    .ofCustomer(customerId)
    .some(
      (entry) =>
        entry.kind === 'prepaid' &&
        entry.status !== 2 &&
        (dailyLimit === '207' || entry.productCode === productCode) &&
        state.clock.day(entry.createdAt) === today,
    )
  return isReached ? dailyLimit : null
}

/** Debits the deposit at acceptance, as in the biller's examples. */
async function accept(state: SandboxState, entry: Entry, behaviour: Behaviour): Promise<Data> {
  scheduleSettlement(state, entry, behaviour)
  state.ledger.debit(entry)
  if (behaviour.kind === 'callback-fault' && behaviour.fault === '4002') {
    // Fault 4002: the callback arrives before the response of the top-up.
    settle(state, entry, entry.settlesWith)
    await sendCallbacks(state, entry)
  } else if (entry.settlesAt !== null && entry.settlesAt <= state.now()) {
    void settleAndNotify(state, entry, entry.settlesWith)
  }
  return behaviour.kind === 'ambiguous'
    ? ambiguousResponse(state, entry, behaviour.rc)
    : transactionResponse(state, entry)
}

/** A response that does not reveal the result. 201 is the biller's "undefined response code". */
function ambiguousResponse(state: SandboxState, entry: Entry, rc: string): Data {
  const { sn: _hidden, ...response } = transactionResponse(state, entry)
  return rc === '201' ? { ...response, ...errorResponse(rc), status: 0 } : errorResponse(rc)
}

/** Schedules the automatic settlement of an accepted purchase. */
function scheduleSettlement(state: SandboxState, entry: Entry, behaviour: Behaviour): void {
  const processingMs = state.processingMs()
  entry.settlesAt = processingMs === null ? null : state.now() + processingMs
  switch (behaviour.kind) {
    case 'settles-later':
      entry.settlesWith = behaviour.rc
      break
    case 'ambiguous':
      entry.settlesWith = behaviour.isBought ? '00' : '07'
      break
    case 'purchase-refused':
      entry.settlesAt = behaviour.rc === '00' ? state.now() : null
      if (behaviour.rc !== '00') entry.rc = behaviour.rc
      break
    case 'callback-fault':
      if (behaviour.fault === '4005') entry.settlesWith = '07'
      break
    case 'pending-one-day':
      entry.settlesAt = state.now() + DAY_MS
      break
    case 'pending-forever':
      entry.settlesAt = null
      break
    case 'transport-fault':
      scheduleQueryFaults(entry, behaviour.fault)
      break
    default:
  }
  if (entry.settlesAt !== null && state.settings.cutOff === '39' && state.isCutOff()) {
    entry.settlesAt = state.clock.cutOffEndsAt()
  }
}

function priceOf(state: SandboxState, productCode: string): number {
  return state.priceList.prepaid.find(({ code }) => code === productCode)?.price ?? 0
}
