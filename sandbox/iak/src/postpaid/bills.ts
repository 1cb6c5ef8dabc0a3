import { addDays } from '@setrum/units'
import { type Behaviour, behaviourOf } from '../faults/test-numbers.js'
import type { Bill } from '../ledger/ledger.js'
import type { SandboxState } from '../state.js'

const NON_TAGLIS_AMOUNT = 696_400

/** Behaviour of a customer number for a product code. */
export function billBehaviour(state: SandboxState, code: string, number: string): Behaviour {
  return behaviourOf(code === 'PLNPOSTPAID' ? 'postpaid' : 'nonTaglis', number, state.settings.numbers)
}

/** Unpaid bills, oldest first. */
export function unpaidBills(state: SandboxState, code: string, number: string): Bill[] {
  const { fee } = state.priceList.postpaid(code)
  if (code !== 'PLNPOSTPAID') return [{ period: '', amount: NON_TAGLIS_AMOUNT, admin: fee, penalty: 0 }]
  const hasEightBills = billBehaviour(state, code, number).kind === 'eight-bills'
  const count = hasEightBills ? 8 : 1
  const base = 100_000 + (Number(number.slice(-4)) % 100) * 1_000
  const bills = lastMonths(state.clock.day(), count).map((period, index) => ({
    period,
    amount: base + index * 1_500,
    admin: fee,
    // Only overdue bills carry a penalty.
    penalty: index < count - 1 ? 3_000 : 0,
  }))
  // A normal customer always has an unpaid bill, so that demos can repeat the sale.
  if (!hasEightBills) return bills
  const paid = state.ledger.ofCustomer(number).filter(({ status }) => status === 1)
  return bills.slice(paid.reduce((sum, entry) => sum + entry.bills.length, 0))
}

/** The last `count` months up to that of `day` as `YYYYMM`, oldest first. */
function lastMonths(day: string, count: number): string[] {
  let month = day.slice(0, 7)
  const months = Array.from({ length: count }, () => {
    const text = month.replace('-', '')
    month = addDays(`${month}-01`, -1).slice(0, 7)
    return text
  })
  return months.reverse()
}
