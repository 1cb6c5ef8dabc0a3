import type { Entry } from '../ledger.js'
import { postpaidMessage } from '../messages.js'
import type { World } from '../world.js'
import { billAnswer, emptyDesc, refusal } from './answers.js'

/** How a bill's payment stands. */
export function checkStatus(world: World, entry: Entry | undefined): Record<string, unknown> {
  if (entry?.kind !== 'postpaid') return refusal('06')
  entry.polls += 1
  if (entry.brokenPolls > 0) {
    entry.brokenPolls -= 1
    return refusal(entry.brokenPolls === 1 ? '100' : '110')
  }
  const isHidden = entry.hiddenPolls > 0
  if (isHidden) entry.hiddenPolls -= 1
  // "Not seen yet" is 42 for a bill: its inquiry is always there.
  const shown = isHidden ? { ...entry, status: 0 } : entry
  const rc = { 0: '42', 1: '00', 3: '39' }[shown.status] ?? entry.rc
  const bill = entry.bills.length > 0 ? billAnswer(world, shown) : { ref_id: entry.refId, tr_id: entry.trId }
  return {
    ...bill,
    ...(entry.bills.length > 0 ? {} : emptyDesc(world)),
    ...(shown.status === 2 ? { noref: '' } : {}),
    status: shown.status,
    response_code: rc,
    message: postpaidMessage(rc),
  }
}
