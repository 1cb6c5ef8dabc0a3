import { sendCallbacks } from '../callbacks.js'
import type { Entry } from '../ledger.js'
import { type Behaviour, behaviourOf } from '../magic-number.js'
import { hideFromQueries } from '../query-fault.js'
import { settle, settleAndCall } from '../settle.js'
import type { World } from '../world.js'
import { answerOf, refusal } from './answers.js'

type Data = Record<string, unknown>

export interface TopUp {
  refId: string
  customerId: string
  productCode: string
}

const A_DAY_MS = 24 * 3_600_000
/** Refusals of the call: no transaction comes into being. 06 says by itself that there is none. */
const OF_THE_CALL = new Set(['06', '102', '107', '110', '117', '118', '204', '205', '208'])
/** Codes with which a purchase is under way, and stays so until somebody decides. */
const PENDING = new Set(['39', '201'])

/** Buys a token, once for each ref_id: a second call is told the original, even for another meter or product. */
export async function topUp(world: World, request: TopUp): Promise<Data> {
  const known = world.ledger.find(request.refId)
  if (known) {
    known.calls += 1
    world.ledger.save(known)
    return answerOf(world, known)
  }
  const behaviour = behaviourOf('prepaid', request.customerId)
  const rc = refusedWith(world, request, behaviour)
  if (rc !== null && OF_THE_CALL.has(rc)) return refusal(rc)
  const entry = world.ledger.add({
    ...request,
    kind: 'prepaid',
    status: rc === null ? 0 : 2,
    rc: rc ?? '39',
    price: priceOf(world, request.productCode),
    createdAt: world.now(),
  })
  entry.calls = 1
  if (rc === null) return accept(world, entry, behaviour)
  world.ledger.save(entry)
  return answerOf(world, entry)
}

function refusedWith(world: World, { customerId, productCode }: TopUp, behaviour: Behaviour): string | null {
  const row = world.priceList.prepaid.find(({ code }) => code === productCode)
  if (!row) return '20'
  if (!row.active) return '106'
  if (behaviour.kind === 'unknown-number') return '14'
  if (behaviour.kind === 'inquiry-refused') return behaviour.rc
  if (behaviour.kind === 'purchase-refused' && behaviour.rc !== '00' && !PENDING.has(behaviour.rc)) return behaviour.rc
  if (world.settings.cutOff !== '39' && world.isCutOff()) return world.settings.cutOff
  return refusedByLimit(world, customerId, productCode) ?? (world.ledger.deposit < row.price ? '17' : null)
}

function refusedByLimit(world: World, customerId: string, productCode: string): string | null {
  const { dailyLimit } = world.settings
  if (dailyLimit === 'none') return null
  const today = world.clock.day()
  const isSpent = world.ledger
    .ofCustomer(customerId)
    .some(
      (entry) =>
        entry.kind === 'prepaid' &&
        entry.status !== 2 &&
        (dailyLimit === '207' || entry.productCode === productCode) &&
        world.clock.day(entry.createdAt) === today,
    )
  return isSpent ? dailyLimit : null
}

/** The deposit is debited at acceptance, as in the biller's examples. */
async function accept(world: World, entry: Entry, behaviour: Behaviour): Promise<Data> {
  plan(world, entry, behaviour)
  world.ledger.debit(entry)
  if (behaviour.kind === 'callback-fault' && behaviour.fault === '4002') {
    // The doorbell rings before the door is open.
    settle(world, entry, entry.settlesWith)
    await sendCallbacks(world, entry)
  } else if (entry.settlesAt !== null && entry.settlesAt <= world.now()) {
    void settleAndCall(world, entry, entry.settlesWith)
  }
  return behaviour.kind === 'ambiguous' ? riddle(world, entry, behaviour.rc) : answerOf(world, entry)
}

/** An answer that does not give away what happened. 201 is the biller's own word for "we cannot tell either". */
function riddle(world: World, entry: Entry, rc: string): Data {
  const { sn: _hidden, ...answer } = answerOf(world, entry)
  return rc === '201' ? { ...answer, ...refusal(rc), status: 0 } : refusal(rc)
}

/** When and how an accepted purchase settles. */
function plan(world: World, entry: Entry, behaviour: Behaviour): void {
  const processingMs = world.processingMs()
  entry.settlesAt = processingMs === null ? null : world.now() + processingMs
  switch (behaviour.kind) {
    case 'settles-later':
      entry.settlesWith = behaviour.rc
      break
    case 'ambiguous':
      entry.settlesWith = behaviour.isBought ? '00' : '07'
      break
    case 'purchase-refused':
      entry.settlesAt = behaviour.rc === '00' ? world.now() : null
      if (behaviour.rc !== '00') entry.rc = behaviour.rc
      break
    case 'callback-fault':
      if (behaviour.fault === '4005') entry.settlesWith = '07'
      break
    case 'pending-a-day':
      entry.settlesAt = world.now() + A_DAY_MS
      break
    case 'pending-for-ever':
      entry.settlesAt = null
      break
    case 'transport-fault':
      hideFromQueries(entry, behaviour.fault)
      break
    default:
  }
  if (entry.settlesAt !== null && world.settings.cutOff === '39' && world.isCutOff()) {
    entry.settlesAt = world.clock.cutOffEndsAt()
  }
}

function priceOf(world: World, productCode: string): number {
  return world.priceList.prepaid.find(({ code }) => code === productCode)?.price ?? 0
}
