import { addDays } from '@setrum/units'
import type { Bill } from '../ledger.js'
import { type Behaviour, behaviourOf } from '../magic-number.js'
import type { World } from '../world.js'

const NON_TAGLIS_AMOUNT = 696_400

/** What a customer number does under a product's code. */
export function billBehaviour(world: World, code: string, number: string): Behaviour {
  return behaviourOf(code === 'PLNPOSTPAID' ? 'postpaid' : 'nonTaglis', number, world.settings.numbers)
}

/** What is still owed, the oldest first. */
export function owedBy(world: World, code: string, number: string): Bill[] {
  const { fee } = world.priceList.postpaid(code)
  if (code !== 'PLNPOSTPAID') return [{ period: '', amount: NON_TAGLIS_AMOUNT, admin: fee, penalty: 0 }]
  const isLong = billBehaviour(world, code, number).kind === 'eight-bills'
  const count = isLong ? 8 : 1
  const base = 100_000 + (Number(number.slice(-4)) % 100) * 1_000
  const bills = lastMonths(world.clock.day(), count).map((period, index) => ({
    period,
    amount: base + index * 1_500,
    admin: fee,
    // Older bills carry a penalty, the present month none.
    penalty: index < count - 1 ? 3_000 : 0,
  }))
  // Only the long list is ever paid off: an ordinary customer owes something again, so that a demo can go on selling.
  if (!isLong) return bills
  const paid = world.ledger.ofCustomer(number).filter(({ status }) => status === 1)
  return bills.slice(paid.reduce((sum, entry) => sum + entry.bills.length, 0))
}

/** `YYYYMM` of so many months up to that of the day, the oldest first. */
function lastMonths(day: string, count: number): string[] {
  let month = day.slice(0, 7)
  const months = Array.from({ length: count }, () => {
    const text = month.replace('-', '')
    month = addDays(`${month}-01`, -1).slice(0, 7)
    return text
  })
  return months.reverse()
}
