import type { Outcome } from '@setrum/iak'
import { describe, expect, test } from 'vitest'
import { aSale, HOUR, MINUTE, SECOND } from '../../../test/support/a-sale.js'
import type { Transaction } from '../transaction.js'
import { type Decision, decide, type Heard } from './decide.js'
import { RECOVERY_RULES } from './recovery.js'

const NOT_PAID: Outcome = { kind: 'NOT_PAID_YET', code: '42', message: null, trId: '7', alarm: false }
const NOT_FOUND: Outcome = { kind: 'NOT_FOUND', code: '06', message: null, trId: null, alarm: false }
const PENDING: Outcome = {
  kind: 'PENDING',
  reason: 'PROCESS',
  code: '39',
  message: 'PROCESS',
  trId: '7',
  cause: null,
  alarm: false,
}
const TOKEN = '1'.repeat(20)
const success = (more: Partial<Extract<Outcome, { kind: 'SUCCESS' }>> = {}): Outcome => ({
  kind: 'SUCCESS',
  code: '00',
  message: 'SUCCESS',
  trId: '7',
  serialNumber: { raw: '1-2', token: TOKEN, name: null, tariff: null, powerVa: null, energyKwh: '14.8' },
  costIdr: 20_500,
  noref: null,
  bill: null,
  alarm: false,
  ...more,
})
const BILL_PAID = success({ serialNumber: null })

/** What the answer to a status query makes of a sale, so long after it was made. */
function asked(sale: Transaction, outcome: Outcome, afterMs: number, more: Partial<Heard> = {}): Decision {
  const at = new Date(sale.createdAt.getTime() + afterMs)
  const heard: Heard = { asked: 'STATUS', outcome, at, actor: 'system', isSameDay: true, isRung: false, ...more }
  const decision = decide(sale, heard, RECOVERY_RULES)
  if (!decision) throw new Error('it changes nothing')
  return decision
}
const delayOf = ({ change }: Decision, sale: Transaction, afterMs: number) =>
  (change.nextCheckAt?.getTime() ?? Number.NaN) - sale.createdAt.getTime() - afterMs

describe('a bill that was paid two hours after it was looked up', () => {
  const paidAt = new Date(aSale('POSTPAID').createdAt.getTime() + 2 * HOUR)
  const bill = aSale('POSTPAID', {
    lastSentAt: paidAt,
    events: [
      { at: new Date(paidAt.getTime() - 2 * HOUR), type: 'CREATED', actor: 'e1', from: null, to: null, note: null },
      { at: paidAt, type: 'SENT', actor: 'e1', from: 'AWAITING_PAYMENT', to: 'PROCESSING', note: null },
    ],
  })

  test('is asked for as often as one that was paid at once', () => {
    const afterMs = 2 * HOUR + 5 * MINUTE
    expect(delayOf(asked(bill, PENDING, afterMs), bill, afterMs)).toBe(2 * MINUTE)
  })

  test('is asked for during a whole day from its payment, the second payment included', () => {
    const repaidAt = new Date(paidAt.getTime() + 3 * MINUTE)
    const again = { at: repaidAt, type: 'SENT', actor: 'system', from: null, to: null, note: 'sent again' } as const
    const repaid = { ...bill, sends: 2, lastSentAt: repaidAt, events: [...bill.events, again] }
    expect(asked(repaid, PENDING, 25 * HOUR).change).toMatchObject({ nextCheckAt: expect.any(Date) })
    expect(asked(repaid, PENDING, 26 * HOUR + MINUTE).change).toMatchObject({ nextCheckAt: null, needsAttention: true })
  })
})

describe('the number under which the biller has a bill', () => {
  const other = '8'
  test.each([
    ['open', { ...PENDING, trId: other }],
    ['paid', { ...BILL_PAID, trId: other }],
    ['failed', { kind: 'FAILED', code: '37', message: null, trId: other, alarm: false }],
  ] as [string, Outcome][])('stays the one of its inquiry, whatever a bill that is %s is called', (_name, outcome) => {
    const decision = asked(aSale('POSTPAID'), outcome, MINUTE)
    expect(decision.change.trId).toBeUndefined()
    expect(decision.change.needsAttention).toBe(true)
    expect(decision.alert).toContain('tr_id')
  })

  test('is alerted about once, when it is not the same', () => {
    const bill = aSale('POSTPAID')
    const elsewhere: Outcome = { ...PENDING, trId: other }
    const { event } = asked(bill, elsewhere, MINUTE)
    if (!event) throw new Error('it was not written down')
    const known = { ...bill, needsAttention: true, events: [...bill.events, event] }
    expect(asked(known, elsewhere, 2 * MINUTE)).toMatchObject({ event: null, alert: null })
    expect(asked(known, elsewhere, 2 * MINUTE, { actor: 'e1' }).alert).toBeNull()
    expect(asked(known, { ...BILL_PAID, trId: other } as Outcome, 2 * MINUTE).change.needsAttention).toBe(true)
  })

  test('is learned where none was known, and by a token purchase', () => {
    expect(asked(aSale('POSTPAID', { trId: null }), PENDING, MINUTE).change.trId).toBe('7')
    const token = asked(aSale('PREPAID', { trId: '3' }), PENDING, MINUTE)
    expect(token).toMatchObject({ change: { trId: '7' }, alert: null })
    expect(token.change).not.toHaveProperty('needsAttention')
  })
})

describe('a bill that is paid as often as it may be, and not seen as paid,', () => {
  const bill = aSale('POSTPAID', { sends: 2, unknownAnswers: 2, lastPaymentCode: '01' })

  test.each([2, 5])('is shown to a person, who is called once and told how often: %i times', (sends) => {
    const first = asked({ ...bill, sends }, NOT_PAID, 5 * MINUTE)
    expect(first).toMatchObject({ to: 'PROCESSING', change: { needsAttention: true }, next: 'NOTHING' })
    expect(first.alert).toContain(`paid ${sends} times`)
    if (!first.event) throw new Error('it was not written down')
    const known = { ...bill, sends, needsAttention: true, events: [...bill.events, first.event] }
    expect(asked(known, NOT_PAID, 7 * MINUTE).alert).toBeNull()
    expect(asked(known, NOT_PAID, 7 * MINUTE, { actor: 'e1' }).alert).toBeNull()
  })

  test('is told of when somebody was to look at it for another reason already', () => {
    expect(asked({ ...bill, needsAttention: true }, NOT_PAID, 5 * MINUTE).alert).toContain('paid 2 times')
  })
})

test('that a payment of a bill was answered stays known when the next one is lost', () => {
  const lost: Outcome = { kind: 'INCONCLUSIVE', code: null, message: null, trId: null, cause: null, alarm: false }
  const bill = aSale('POSTPAID', { sends: 2, lastPaymentCode: '105' })
  const repaid = { ...bill, ...asked(bill, lost, 3 * MINUTE, { asked: 'REPEAT' }).change, unknownAnswers: 2 }
  const third = asked(repaid, NOT_PAID, 6 * MINUTE)
  expect(third).toMatchObject({ next: 'NOTHING', change: { needsAttention: true } })
})

test.each(['PURCHASE', 'STATUS'] as const)(
  'a payment that the biller was working on, by its answer to a %s, is not sent again when it is not seen later',
  (how) => {
    const bill = aSale('POSTPAID')
    const working = { ...bill, ...asked(bill, PENDING, SECOND, { asked: how }).change, unknownAnswers: 2 }
    expect(asked(working, NOT_PAID, 5 * MINUTE)).toMatchObject({ next: 'NOTHING', change: { needsAttention: true } })
    expect(asked(working, NOT_PAID, 24 * HOUR, { isSameDay: false }).to).toBe('PROCESSING')
    // A riddle is not the word that it is being worked on.
    const riddle = { ...PENDING, reason: 'AMBIGUOUS', code: '103' } as Outcome
    const puzzled = { ...bill, ...asked(bill, riddle, SECOND, { asked: how }).change, unknownAnswers: 2 }
    expect(asked(puzzled, NOT_PAID, 5 * MINUTE).next).toBe('SEND_AGAIN')
  },
)

test.each([
  ['PREPAID', NOT_FOUND],
  ['POSTPAID', NOT_PAID],
  ['POSTPAID', NOT_FOUND],
] as const)(
  'a %s that was refused until confirmed, and that a query then shows as being processed, is not failed by %j',
  (type, unseen) => {
    const refused: Outcome = { kind: 'REJECTED', code: '110', message: null, trId: null, verify: true, alarm: false }
    const sale = aSale(type)
    const answered = { ...sale, ...asked(sale, refused, SECOND, { asked: 'PURCHASE' }).change }
    expect(asked(answered, unseen, 2 * SECOND).to).toBe('FAILED')
    const seen = { ...answered, ...asked(answered, PENDING, 2 * SECOND).change }
    expect(asked(seen, unseen, 5 * SECOND)).toMatchObject({ to: 'PROCESSING', next: 'NOTHING' })
    expect(asked({ ...seen, unknownAnswers: 9 }, unseen, 20 * MINUTE)).toMatchObject({
      to: 'PROCESSING',
      next: 'NOTHING',
    })
  },
)

test('another amount is told of when the sale is paid, also where its token comes later', () => {
  const sale = aSale('PREPAID')
  const paid = asked(sale, success({ costIdr: 23_000, serialNumber: null }), MINUTE)
  expect(paid.alert).toContain('another amount')
  expect(asked({ ...sale, ...paid.change }, success({ costIdr: 23_000 }), 2 * MINUTE).alert).toBeNull()
})

test('a sale for which the biller takes another amount than it had named is sold, and somebody is told', () => {
  const decision = asked(aSale('PREPAID'), success({ costIdr: 23_000 }), MINUTE)
  expect(decision).toMatchObject({ to: 'SUCCESS', change: { costIdr: 23_000, profitIdr: -1_000 } })
  expect(decision.alert).toContain('another amount')
  expect(asked(aSale('PREPAID'), success(), MINUTE).alert).toBeNull()
})

test('an old sale that a callback calls in question is asked for until the biller answers', () => {
  const sale = aSale('PREPAID', { state: 'SUCCESS', completedAt: aSale('PREPAID').createdAt, token: TOKEN })
  const rungAt = new Date(sale.createdAt.getTime() + 72 * HOUR)
  const rung = { ...sale, rungAt, nextCheckAt: rungAt }
  const nothing: Outcome = { kind: 'INCONCLUSIVE', code: null, message: null, trId: null, cause: null, alarm: false }
  expect(asked(rung, nothing, 72 * HOUR + SECOND).change.nextCheckAt).toBeInstanceOf(Date)
  const failed: Outcome = { kind: 'FAILED', code: '07', message: null, trId: '7', alarm: false }
  expect(asked(rung, failed, 72 * HOUR + MINUTE)).toMatchObject({
    to: 'SUCCESS',
    change: { needsAttention: true, nextCheckAt: null },
    event: { type: 'CONTRADICTION' },
  })
})

test('a late answer "still open" does not take away a mark that was set while it was under way', () => {
  expect(asked(aSale('PREPAID'), PENDING, MINUTE).change).not.toHaveProperty('needsAttention')
})

describe('an answer to a question during which the biller rang', () => {
  test('does not put off the next question', () => {
    expect(asked(aSale('PREPAID'), PENDING, MINUTE, { isRung: true }).change).not.toHaveProperty('nextCheckAt')
  })
  test('does not send a purchase again before that was asked', () => {
    expect(asked(aSale('PREPAID'), NOT_FOUND, MINUTE).next).toBe('SEND_AGAIN')
    expect(asked(aSale('PREPAID'), NOT_FOUND, MINUTE, { isRung: true }).next).toBe('NOTHING')
  })
})

describe('a sale that was settled by hand', () => {
  const decidedAt = new Date(aSale('PREPAID').createdAt.getTime() + 48 * HOUR)
  const byHand = (productType: 'PREPAID' | 'POSTPAID', more: Partial<Transaction> = {}) =>
    aSale(productType, {
      state: 'SUCCESS',
      completedAt: decidedAt,
      nextCheckAt: decidedAt,
      token: productType === 'PREPAID' ? TOKEN : null,
      profitIdr: 1_500,
      ...more,
    })
  const AFTER = 48 * HOUR + MINUTE
  const A_DAY_LATER = 72 * HOUR + MINUTE

  test('and that the biller confirms with the same token is confirmed in silence', () => {
    const decision = asked(byHand('PREPAID'), success(), AFTER)
    expect(decision).toMatchObject({ to: 'SUCCESS', change: { nextCheckAt: null }, alert: null })
    expect(decision.change).not.toHaveProperty('needsAttention')
    expect(decision.change).toMatchObject({ energyKwh: '14.8', serialNumber: '1-2' })
  })

  test('with another token than the biller sold is shown to a person; the one that was typed in stays', () => {
    const decision = asked(byHand('PREPAID', { token: '2'.repeat(20) }), success(), AFTER)
    expect(decision.change).toMatchObject({ token: '2'.repeat(20), needsAttention: true, nextCheckAt: null })
    expect(decision.event).toMatchObject({ type: 'CONTRADICTION' })
    expect(decision.alert).toContain('token')
    expect(JSON.stringify(decision.event)).not.toContain(TOKEN)
  })

  test('at another cost than the biller took has the cost of the biller, and somebody is told', () => {
    const decision = asked(byHand('PREPAID'), success({ costIdr: 21_000 }), AFTER)
    expect(decision.change).toMatchObject({ costIdr: 21_000, profitIdr: 1_000 })
    expect(decision.alert).toContain('amount')
  })

  test('without a token, such as one that was corrected, gets it from the biller', () => {
    const sale = byHand('PREPAID', { token: null })
    expect(asked(sale, success({ serialNumber: null }), AFTER).change.nextCheckAt).toBeInstanceOf(Date)
    expect(asked(sale, success(), AFTER).change).toMatchObject({ token: TOKEN, nextCheckAt: null })
  })

  test('long after it was made is asked for during a day from the decision', () => {
    const sale = byHand('POSTPAID')
    expect(delayOf(asked(sale, NOT_PAID, AFTER + MINUTE), sale, AFTER + MINUTE)).toBe(2 * MINUTE)
    expect(asked(sale, NOT_PAID, A_DAY_LATER - 2 * MINUTE).change.nextCheckAt).toBeInstanceOf(Date)
  })

  test.each([
    ['a bill that stays unpaid', 'POSTPAID', NOT_PAID],
    ['a token that stays unknown', 'PREPAID', NOT_FOUND],
    ['one that stays pending', 'PREPAID', PENDING],
  ] as const)(
    'SUCCESS and that the biller does not confirm within a day needs a person: %s',
    (_name, type, outcome) => {
      const decision = asked(byHand(type), outcome, A_DAY_LATER)
      expect(decision.change).toEqual({ nextCheckAt: null, needsAttention: true })
      expect(decision.alert).toContain('did not confirm within a day')
    },
  )

  test('FAILED agrees with a biller that never heard of it, and not with one that is still at work', () => {
    const failed = { state: 'FAILED', token: null, profitIdr: null } as const
    expect(asked(byHand('PREPAID', failed), NOT_FOUND, A_DAY_LATER).change).toEqual({ nextCheckAt: null })
    expect(asked(byHand('POSTPAID', failed), NOT_PAID, A_DAY_LATER).change).toEqual({ nextCheckAt: null })
    expect(asked(byHand('PREPAID', failed), PENDING, A_DAY_LATER).change.needsAttention).toBe(true)
  })
})

test('however often people ask, an answer that stays the same is written down once for each of them', () => {
  let sale = aSale('PREPAID')
  for (let time = 1; time <= 30; time += 1) {
    for (const actor of ['system', 'e1', 'e2']) {
      const { event } = asked(sale, PENDING, time * SECOND, { actor })
      if (event) sale = { ...sale, events: [...sale.events, event] }
    }
  }
  const checks = sale.events.filter(({ type }) => type === 'STATUS_CHECK')
  expect(checks.map(({ actor }) => actor)).toEqual(['system', 'e1', 'e2'])
  // Another answer is news, and so is the first one after it.
  const lost: Outcome = { kind: 'INCONCLUSIVE', code: '110', message: null, trId: null, cause: null, alarm: false }
  const other = asked(sale, lost, MINUTE).event
  if (!other) throw new Error('it was not written down')
  expect(asked({ ...sale, events: [...sale.events, other] }, PENDING, MINUTE).event).not.toBeNull()
})
