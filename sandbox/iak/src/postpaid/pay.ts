import type { Entry } from '../ledger.js'
import { postpaidMessage } from '../messages.js'
import { settle } from '../settle.js'
import type { World } from '../world.js'
import { billAnswer, refusal } from './answers.js'
import { billBehaviour } from './bills.js'

type Data = Record<string, unknown>

const A_DAY_MS = 24 * 3_600_000
/** Refusals of a payment after which the bill is as unpaid as before; the others are a failed payment. */
const LEAVES_UNPAID = new Set('01 02 03 05 06 11 17 20 34 40 42 100 101 102 106 107 109 110 117 118 201'.split(' '))
/** Refusals of the call, which say nothing of a transaction. */
const OF_THE_CALL = new Set(['06', '100', '101', '102', '107', '110', '117', '118'])

/** Pays a bill that was looked up, once. */
export function pay(world: World, entry: Entry | undefined): Data {
  if (entry?.kind !== 'postpaid' || entry.bills.length === 0) return refusal('06')
  entry.calls += 1
  const rc = refusedWith(world, entry)
  if (rc !== null) {
    world.ledger.save(entry)
    return answer(world, entry, rc)
  }
  return take(world, entry)
}

function refusedWith(world: World, entry: Entry): string | null {
  if (entry.status === 1) return '01'
  if (entry.status === 3) return '39'
  if (entry.status === 2) return entry.rc
  if (world.clock.day(entry.createdAt) !== world.clock.day()) return '04'
  if (world.isCutOff()) return '109'
  if (!world.priceList.postpaid(entry.productCode).active) return '106'
  return world.ledger.deposit < entry.price ? '17' : null
}

function take(world: World, entry: Entry): Data {
  const behaviour = billBehaviour(world, entry.productCode, entry.customerId)
  if (behaviour.kind === 'purchase-refused' && behaviour.rc !== '00' && behaviour.rc !== '39') {
    return refuse(world, entry, behaviour.rc)
  }
  entry.status = 3
  entry.rc = '39'
  switch (behaviour.kind) {
    case 'settles-later':
      schedule(world, entry, behaviour.rc, world.processingMs())
      break
    case 'pending-a-day':
      schedule(world, entry, '00', A_DAY_MS)
      break
    case 'pending-for-ever':
      break
    case 'ambiguous':
      world.ledger.debit(entry)
      settle(world, entry, behaviour.isBought ? '00' : '37')
      return riddle(world, entry, behaviour.rc)
    case 'purchase-refused':
      // 39 is the biller's own "payment pending" number: it waits until somebody decides.
      if (behaviour.rc === '39') break
      return payAtOnce(world, entry)
    default:
      return payAtOnce(world, entry)
  }
  world.ledger.debit(entry)
  return answer(world, entry, '39')
}

function payAtOnce(world: World, entry: Entry): Data {
  world.ledger.debit(entry)
  settle(world, entry, '00')
  return answer(world, entry, '00')
}

function refuse(world: World, entry: Entry, rc: string): Data {
  if (!LEAVES_UNPAID.has(rc)) {
    entry.status = 2
    entry.rc = rc
  }
  world.ledger.save(entry)
  return OF_THE_CALL.has(rc) ? refusal(rc) : answer(world, entry, rc)
}

function schedule(world: World, entry: Entry, rc: string, ms: number | null): void {
  entry.settlesWith = rc
  entry.settlesAt = ms === null ? null : world.now() + ms
}

function answer(world: World, entry: Entry, rc: string): Data {
  const failed = rc === '00' || rc === '39' ? {} : { noref: '' }
  return { ...billAnswer(world, entry), ...failed, response_code: rc, message: postpaidMessage(rc) }
}

/** An answer that does not give away what happened. */
function riddle(world: World, entry: Entry, rc: string): Data {
  return { ...billAnswer(world, { ...entry, status: 0 }), response_code: rc, message: postpaidMessage(rc) }
}
