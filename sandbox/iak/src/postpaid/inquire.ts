import { postpaidMessage } from '../messages.js'
import type { World } from '../world.js'
import { adminOf, billAnswer, emptyDesc, nominalOf, refusal } from './answers.js'
import { billBehaviour, owedBy } from './bills.js'

/** The biller takes at most four bills in one payment; the rest is for the next inquiry. */
const BILLS_A_PAYMENT = 4

export interface Inquiry {
  refId: string
  code: string
  customerId: string
}

/** Looks up a bill. Moves no money; its ref_id is used up even when it fails. */
export function inquire(world: World, { refId, code, customerId }: Inquiry): Record<string, unknown> {
  const refused = refusedWith(world, refId, code)
  if (refused !== null) return { ...refusal(refused), ref_id: refId }
  const behaviour = billBehaviour(world, code, customerId)
  const owed = owedBy(world, code, customerId)
  const rc =
    behaviour.kind === 'unknown-number'
      ? '14'
      : behaviour.kind === 'inquiry-refused'
        ? behaviour.rc
        : owed.length === 0
          ? '01'
          : '00'
  const isFound = rc === '00'
  const bills = isFound ? owed.slice(0, BILLS_A_PAYMENT) : []
  const entry = world.ledger.add({
    refId,
    kind: 'postpaid',
    customerId,
    productCode: code,
    // An inquiry that failed can never be paid.
    status: isFound ? 0 : 2,
    rc: isFound ? '42' : rc,
    createdAt: world.now(),
    bills,
    remaining: isFound ? owed.length - bills.length : 0,
    commission: world.priceList.postpaid(code).commission * bills.length,
  })
  entry.price = nominalOf(entry) + adminOf(entry) - entry.commission
  world.ledger.save(entry)
  return isFound
    ? { ...billAnswer(world, entry), response_code: rc, message: postpaidMessage(rc, 'INQUIRY SUCCESS') }
    : { ...refusal(rc), tr_id: entry.trId, ref_id: refId, hp: customerId, code, ...emptyDesc(world) }
}

function refusedWith(world: World, refId: string, code: string): string | null {
  if (!/^[A-Za-z0-9]+$/.test(refId)) return '03'
  if (world.ledger.find(refId)) return '11'
  if (code !== 'PLNPOSTPAID' && code !== world.settings.nonTaglisCode) return '20'
  if (!world.priceList.postpaid(code).active) return '106'
  return world.isCutOff() ? '109' : null
}
