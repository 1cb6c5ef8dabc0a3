import type { Outcome } from '@setrum/iak'
import { describe, expect, test } from 'vitest'
import { aPhase, aSale, HOUR, MINUTE, SECOND } from '../../../test/support/a-sale.js'
import type { Transaction } from '../transaction.js'
import type { Observation } from './classify.js'
import { type Decision, decide } from './decide.js'
import { attemptsOf, nextCheckOf, type Phase, statusOf } from './phase.js'
import { RECOVERY_RULES } from './recovery-rules.js'

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

/** The decision on the response to a status query, so long after the sale was made. */
function observe(sale: Transaction, outcome: Outcome, afterMs: number, more: Partial<Observation> = {}): Decision {
  const at = new Date(sale.createdAt.getTime() + afterMs)
  const attempt = attemptsOf(sale).count
  const rest = { isSameDay: true, attempt, isOvertaken: false, mayRetry: true, ...more }
  const decision = decide(sale, { request: 'STATUS', outcome, at, actor: 'system', ...rest }, RECOVERY_RULES)
  if (!decision) throw new Error('it changes nothing')
  return decision
}
/** The sale after a decision. */
const after = (sale: Transaction, { phase, change, events, newReasons }: Decision): Transaction => ({
  ...sale,
  ...change,
  phase,
  reviewReasons: [...sale.reviewReasons, ...newReasons],
  events: [...sale.events, ...events],
})
const saleAfter = (
  sale: Transaction,
  outcome: Outcome,
  afterMs: number,
  more: Partial<Observation> = {},
): Transaction => after(sale, observe(sale, outcome, afterMs, more))
const delayOf = (decision: Decision, sale: Transaction, afterMs: number) =>
  (nextCheckOf(decision)?.getTime() ?? Number.NaN) - sale.createdAt.getTime() - afterMs

describe('a bill that was paid two hours after it was looked up', () => {
  const paidAt = new Date(aSale('POSTPAID').createdAt.getTime() + 2 * HOUR)
  const bill = aSale('POSTPAID', { phase: aPhase('SUBMITTED', { firstAt: paidAt, lastAt: paidAt }) })

  test('is queried as often as one that was paid at once', () => {
    const afterMs = 2 * HOUR + 5 * MINUTE
    expect(delayOf(observe(bill, PENDING, afterMs), bill, afterMs)).toBe(2 * MINUTE)
  })

  test('is queried during a whole day from its payment, the second payment included', () => {
    const lastAt = new Date(paidAt.getTime() + 3 * MINUTE)
    const repaid = aSale('POSTPAID', { phase: aPhase('SUBMITTED', { count: 2, firstAt: paidAt, lastAt }) })
    expect(nextCheckOf(observe(repaid, PENDING, 25 * HOUR))).toBeInstanceOf(Date)
    const late = observe(repaid, PENDING, 26 * HOUR + MINUTE)
    expect(nextCheckOf(late)).toBeNull()
    expect(late.newReasons).toEqual(['NOT_SETTLED_IN_A_DAY'])
  })
})

describe('the tr_id under which the biller has a bill', () => {
  const other = '8'
  test.each([
    ['open', { ...PENDING, trId: other }],
    ['paid', { ...BILL_PAID, trId: other }],
    ['failed', { kind: 'FAILED', code: '37', message: null, trId: other, alarm: false }],
  ] as [string, Outcome][])(
    'stays the one of its inquiry, although a response that the bill is %s names another',
    (_name, outcome) => {
      const decision = observe(aSale('POSTPAID'), outcome, MINUTE)
      expect(decision.change.trId).toBeUndefined()
      expect(decision.newReasons).toEqual(['UNDER_ANOTHER_TR_ID'])
    },
  )

  test('raises one alert when it is another one', () => {
    const elsewhere: Outcome = { ...PENDING, trId: other }
    const known = saleAfter(aSale('POSTPAID'), elsewhere, MINUTE)
    expect(observe(known, elsewhere, 2 * MINUTE)).toMatchObject({ events: [], newReasons: [] })
    expect(observe(known, elsewhere, 2 * MINUTE, { actor: 'e1' }).newReasons).toEqual([])
    expect(saleAfter(known, { ...BILL_PAID, trId: other } as Outcome, 2 * MINUTE).reviewReasons).toEqual([
      'UNDER_ANOTHER_TR_ID',
    ])
  })

  test('is learned where none was known, and by a token purchase', () => {
    expect(observe(aSale('POSTPAID', { trId: null }), PENDING, MINUTE).change.trId).toBe('7')
    const token = observe(aSale('PREPAID', { trId: '3' }), PENDING, MINUTE)
    expect(token).toMatchObject({ change: { trId: '7' }, newReasons: [] })
  })
})

describe('a bill that is paid as often as it may be, and not shown as paid,', () => {
  const paid = (count: number) =>
    aSale('POSTPAID', { phase: aPhase('SUBMITTED', { count, absentChecks: 2, lastCode: '01' }) })

  test.each([2, 5])('needs a review, with one alert: after %i attempts', (count) => {
    const bill = paid(count)
    const first = observe(bill, NOT_PAID, 5 * MINUTE)
    expect(first).toMatchObject({ submit: false, newReasons: ['BILL_NOT_SHOWN_AS_PAID'] })
    expect(statusOf(first)).toBe('PROCESSING')
    const known = after(bill, first)
    expect(observe(known, NOT_PAID, 7 * MINUTE).newReasons).toEqual([])
    expect(observe(known, NOT_PAID, 7 * MINUTE, { actor: 'e1' }).newReasons).toEqual([])
  })

  test('raises an alert although the sale has another review reason already', () => {
    const underReview = { ...paid(2), reviewReasons: ['UNDER_ANOTHER_TR_ID' as const] }
    expect(observe(underReview, NOT_PAID, 5 * MINUTE).newReasons).toEqual(['BILL_NOT_SHOWN_AS_PAID'])
  })
})

test('a lost response to a payment does not erase the response code of the payment before', () => {
  const lost: Outcome = { kind: 'INCONCLUSIVE', code: null, message: null, trId: null, cause: null, alarm: false }
  const bill = aSale('POSTPAID', { phase: aPhase('SUBMITTED', { count: 2, absentChecks: 2, lastCode: '105' }) })
  const repaid = saleAfter(bill, lost, 3 * MINUTE, { request: 'RETRY' })
  expect(observe(repaid, NOT_PAID, 6 * MINUTE)).toMatchObject({ submit: false, newReasons: ['BILL_NOT_SHOWN_AS_PAID'] })
})

const withAbsentChecks = (sale: Transaction, absentChecks: number): Transaction => {
  const { phase } = sale
  return 'absentChecks' in phase ? { ...sale, phase: { ...phase, absentChecks } } : sale
}

test.each(['PURCHASE', 'STATUS'] as const)(
  'a payment that the biller was working on, by its response to a %s, is not sent again when it is not shown later',
  (request) => {
    const bill = aSale('POSTPAID')
    const working = withAbsentChecks(saleAfter(bill, PENDING, SECOND, { request }), 2)
    expect(working.phase.name).toBe('ACCEPTED')
    const later = observe(working, NOT_PAID, 5 * MINUTE)
    expect(later).toMatchObject({ submit: false, newReasons: ['BILL_NOT_SHOWN_AS_PAID'] })
    expect(statusOf(observe(working, NOT_PAID, 24 * HOUR, { isSameDay: false }))).toBe('PROCESSING')
    // An unclear response does not say that the biller works on it.
    const unclear = { ...PENDING, reason: 'AMBIGUOUS', code: '103' } as Outcome
    const uncertain = withAbsentChecks(saleAfter(bill, unclear, SECOND, { request }), 2)
    expect(observe(uncertain, NOT_PAID, 5 * MINUTE).submit).toBe(true)
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
    const refusedSale = saleAfter(aSale(type), refused, SECOND, { request: 'PURCHASE' })
    expect(refusedSale.phase.name).toBe('REFUSED')
    expect(statusOf(observe(refusedSale, unseen, 2 * SECOND))).toBe('FAILED')
    const seen = saleAfter(refusedSale, PENDING, 2 * SECOND)
    for (const [sale, afterMs] of [
      [seen, 5 * SECOND],
      [withAbsentChecks(seen, 9), 20 * MINUTE],
    ] as const) {
      const decision = observe(sale, unseen, afterMs)
      expect(statusOf(decision)).toBe('PROCESSING')
      expect(decision.submit).toBe(false)
    }
  },
)

test('a refusal that comes after the biller acknowledged the purchase fails nothing: the biller is queried at once', () => {
  const refused: Outcome = { kind: 'REJECTED', code: '106', message: null, trId: null, verify: false, alarm: false }
  const accepted = saleAfter(aSale('PREPAID'), PENDING, SECOND)
  const decision = observe(accepted, refused, 2 * SECOND, { request: 'PURCHASE' })
  expect(decision.phase.name).toBe('ACCEPTED')
  expect(delayOf(decision, accepted, 2 * SECOND)).toBe(0)
})

test('another cost is a review reason when the sale is paid, also where its token comes later', () => {
  const sale = aSale('PREPAID')
  const paid = observe(sale, success({ costIdr: 23_000, serialNumber: null }), MINUTE)
  expect(paid.newReasons).toEqual(['COST_MISMATCH'])
  expect(observe(after(sale, paid), success({ costIdr: 23_000 }), 2 * MINUTE).newReasons).toEqual([])
})

test('a sale for which the biller debits another amount than it had named is sold, and needs a review', () => {
  const decision = observe(aSale('PREPAID'), success({ costIdr: 23_000 }), MINUTE)
  expect(decision).toMatchObject({ phase: { name: 'SUCCESS' }, change: { costIdr: 23_000, profitIdr: -1_000 } })
  expect(decision.newReasons).toEqual(['COST_MISMATCH'])
  expect(observe(aSale('PREPAID'), success(), MINUTE).newReasons).toEqual([])
})

test('a review reason outlives the transitions that follow', () => {
  const alarmed: Outcome = { ...PENDING, reason: 'CONTRADICTION', alarm: true }
  const open = saleAfter(aSale('PREPAID'), alarmed, SECOND)
  expect(open.reviewReasons).toEqual(['CONTRADICTORY_RESPONSE'])
  expect(saleAfter(saleAfter(open, PENDING, MINUTE), success(), 2 * MINUTE)).toMatchObject({
    phase: { name: 'SUCCESS' },
    reviewReasons: ['CONTRADICTORY_RESPONSE'],
  })
})

test('a disputed final status is queried until a response comes', () => {
  const disputedAt = new Date(aSale('PREPAID').createdAt.getTime() + 72 * HOUR)
  const sale = aSale('PREPAID', {
    phase: { name: 'SUCCESS_UNVERIFIED', since: disputedAt, nextCheckAt: disputedAt },
    completedAt: aSale('PREPAID').createdAt,
    token: TOKEN,
  })
  const nothing: Outcome = { kind: 'INCONCLUSIVE', code: null, message: null, trId: null, cause: null, alarm: false }
  expect(nextCheckOf(observe(sale, nothing, 72 * HOUR + SECOND))).toBeInstanceOf(Date)
  const failed: Outcome = { kind: 'FAILED', code: '07', message: null, trId: '7', alarm: false }
  expect(observe(sale, failed, 72 * HOUR + MINUTE)).toMatchObject({
    phase: { name: 'SUCCESS' },
    newReasons: ['STATUS_CONTRADICTED'],
    events: [{ type: 'CONTRADICTION', code: 'FAILED/07', reasons: ['STATUS_CONTRADICTED'] }],
  })
})

describe('a response that is older than a change of the transaction', () => {
  test('does not postpone the next query', () => {
    const sale = aSale('PREPAID')
    const overtaken = observe(sale, PENDING, MINUTE, { isOvertaken: true })
    expect(nextCheckOf(overtaken)).toEqual(nextCheckOf(sale))
  })
  test('does not send a purchase again before the next query', () => {
    expect(observe(aSale('PREPAID'), NOT_FOUND, MINUTE).submit).toBe(true)
    expect(observe(aSale('PREPAID'), NOT_FOUND, MINUTE, { isOvertaken: true }).submit).toBe(false)
  })
})

test('a retry is stored with its deadline, its event and the next query, before it is sent', () => {
  const sale = aSale('PREPAID')
  const decision = observe(sale, NOT_FOUND, MINUTE)
  const at = new Date(sale.createdAt.getTime() + MINUTE)
  const after = (ms: number) => new Date(at.getTime() + ms)
  expect(decision.phase).toMatchObject({
    name: 'SUBMITTED',
    attempts: { count: 2, firstAt: sale.createdAt, lastAt: at, deadline: after(RECOVERY_RULES.callMs) },
    absentChecks: 0,
    nextCheckAt: after(3 * SECOND),
  })
  expect(decision.events.map(({ type }) => type)).toEqual(['STATUS_CHECK', 'SENT'])
})

describe('a sale that was settled by hand', () => {
  const decidedAt = new Date(aSale('PREPAID').createdAt.getTime() + 48 * HOUR)
  const byHand = (productType: 'PREPAID' | 'POSTPAID', more: Partial<Transaction> = {}) =>
    aSale(productType, {
      phase: { name: 'SUCCESS_UNVERIFIED', since: decidedAt, nextCheckAt: decidedAt },
      completedAt: decidedAt,
      token: productType === 'PREPAID' ? TOKEN : null,
      profitIdr: 1_500,
      ...more,
    })
  const AFTER = 48 * HOUR + MINUTE
  const A_DAY_LATER = 72 * HOUR + MINUTE

  test('and that the biller confirms with the same token is confirmed in silence', () => {
    const decision = observe(byHand('PREPAID'), success(), AFTER)
    expect(decision).toMatchObject({ phase: { name: 'SUCCESS' }, newReasons: [] })
    expect(decision.change).toMatchObject({ energyKwh: '14.8', serialNumber: '1-2' })
    expect(decision.change).not.toHaveProperty('completedAt')
  })

  test('with another token than the biller sold needs a review; the one that was typed in stays', () => {
    const decision = observe(byHand('PREPAID', { token: '2'.repeat(20) }), success(), AFTER)
    expect(decision).toMatchObject({
      phase: { name: 'SUCCESS' },
      change: { token: '2'.repeat(20) },
      newReasons: ['TOKEN_MISMATCH'],
      events: [{ type: 'CONTRADICTION' }],
    })
    expect(JSON.stringify(decision.events)).not.toContain(TOKEN)
  })

  test('at another cost than the biller debited has the cost of the biller, and needs a review', () => {
    const decision = observe(byHand('PREPAID'), success({ costIdr: 21_000 }), AFTER)
    expect(decision.change).toMatchObject({ costIdr: 21_000, profitIdr: 1_000 })
    expect(decision.newReasons).toEqual(['COST_MISMATCH'])
  })

  test('without a token, such as one that was corrected, gets it from the biller', () => {
    const sale = byHand('PREPAID', { token: null })
    expect(nextCheckOf(observe(sale, success({ serialNumber: null }), AFTER))).toBeInstanceOf(Date)
    expect(observe(sale, success(), AFTER)).toMatchObject({ change: { token: TOKEN }, phase: { name: 'SUCCESS' } })
  })

  test('long after it was made is queried during a day from the decision', () => {
    const sale = byHand('POSTPAID')
    expect(delayOf(observe(sale, NOT_PAID, AFTER + MINUTE), sale, AFTER + MINUTE)).toBe(2 * MINUTE)
    expect(nextCheckOf(observe(sale, NOT_PAID, A_DAY_LATER - 2 * MINUTE))).toBeInstanceOf(Date)
  })

  test.each([
    ['a bill that stays unpaid', 'POSTPAID', NOT_PAID],
    ['a token that stays unknown', 'PREPAID', NOT_FOUND],
    ['one that stays pending', 'PREPAID', PENDING],
  ] as const)(
    'SUCCESS and that the biller does not confirm within a day needs a person: %s',
    (_name, type, outcome) => {
      const decision = observe(byHand(type), outcome, A_DAY_LATER)
      expect(decision).toMatchObject({
        phase: { name: 'SUCCESS' },
        change: {},
        newReasons: ['NOT_CONFIRMED_IN_A_DAY'],
      })
    },
  )

  test('FAILED agrees with a biller that does not know the sale, and not with one that still works on it', () => {
    const phase: Phase = { name: 'FAILED_UNVERIFIED', since: decidedAt, nextCheckAt: decidedAt }
    const failed = { phase, token: null, profitIdr: null }
    const agreed = { phase: { name: 'FAILED' }, change: {}, newReasons: [] }
    expect(observe(byHand('PREPAID', failed), NOT_FOUND, A_DAY_LATER)).toMatchObject(agreed)
    expect(observe(byHand('POSTPAID', failed), NOT_PAID, A_DAY_LATER)).toMatchObject(agreed)
    expect(observe(byHand('PREPAID', failed), PENDING, A_DAY_LATER).newReasons).toEqual(['NOT_CONFIRMED_IN_A_DAY'])
  })
})

test('a response that stays the same is recorded once for each actor, however often they check', () => {
  let sale = aSale('PREPAID')
  for (let time = 1; time <= 30; time += 1) {
    for (const actor of ['system', 'e1', 'e2']) sale = saleAfter(sale, PENDING, time * SECOND, { actor })
  }
  const checks = sale.events.filter(({ type }) => type === 'STATUS_CHECK')
  expect(checks.map(({ actor }) => actor)).toEqual(['system', 'e1', 'e2'])
  // Another response is recorded, and so is the first one after it.
  const lost: Outcome = { kind: 'INCONCLUSIVE', code: '110', message: null, trId: null, cause: null, alarm: false }
  const other = saleAfter(sale, lost, MINUTE)
  expect(other.events).toHaveLength(sale.events.length + 1)
  expect(observe(other, PENDING, MINUTE).events).toHaveLength(1)
})
