import type { Outcome } from '@setrum/iak'
import { describe, expect, test } from 'vitest'
import { nextCheckDelayMs, type OpenSale, RECOVERY_RULES, stepAfterPurchase, stepAfterStatus } from './recovery.js'

const NOT_FOUND: Outcome = { kind: 'NOT_FOUND', code: '06', message: null, trId: null, alarm: false }
const NOT_PAID: Outcome = { kind: 'NOT_PAID_YET', code: '42', message: null, trId: '1', alarm: false }
const REFUSED: Outcome = { kind: 'REJECTED', code: '106', message: null, trId: null, verify: false, alarm: false }
const MINUTE = 60_000

const token = (more: Partial<OpenSale> = {}): OpenSale => ({
  productType: 'PREPAID',
  ageMs: MINUTE,
  sinceSentMs: MINUTE,
  sends: 1,
  unknownAnswers: 1,
  lastPaymentCode: null,
  isRefusalToConfirm: false,
  isKnownToBiller: false,
  isLegacy: false,
  isSameDay: true,
  ...more,
})
const bill = (more: Partial<OpenSale> = {}) => token({ productType: 'POSTPAID', ...more })
const step = (sale: OpenSale, outcome: Outcome) => stepAfterStatus(sale, outcome, RECOVERY_RULES)

describe('a token purchase that the biller does not know', () => {
  test('is sent again under its number, but not while the first call may still be on its way', () => {
    expect(step(token({ sinceSentMs: 5_000 }), NOT_FOUND)).toBe('WAIT')
    expect(step(token({ sinceSentMs: 10_000 }), NOT_FOUND)).toBe('SEND_AGAIN')
  })
  test('is sent again later the second time, and five times at most', () => {
    expect(step(token({ sinceSentMs: 19_000, sends: 2 }), NOT_FOUND)).toBe('WAIT')
    expect(step(token({ sinceSentMs: 20_000, sends: 2 }), NOT_FOUND)).toBe('SEND_AGAIN')
    expect(step(token({ sinceSentMs: 9 * MINUTE, sends: 5, unknownAnswers: 9 }), NOT_FOUND)).toBe('WAIT')
    expect(step(token({ sinceSentMs: 10 * MINUTE, sends: 5, unknownAnswers: 9 }), NOT_FOUND)).toBe('FAIL')
  })
  test('that nobody waits for any more is closed after three such answers over ten minutes, never sent', () => {
    const old = { ageMs: 90 * MINUTE, unknownAnswers: 3 }
    expect(step(token({ ...old, sinceSentMs: 9 * MINUTE }), NOT_FOUND)).toBe('WAIT')
    expect(step(token({ ...old, sinceSentMs: 11 * MINUTE, unknownAnswers: 2 }), NOT_FOUND)).toBe('WAIT')
    expect(step(token({ ...old, sinceSentMs: 11 * MINUTE }), NOT_FOUND)).toBe('FAIL')
  })
  test('after a refusal that had to be confirmed is failed', () => {
    expect(step(token({ isRefusalToConfirm: true }), NOT_FOUND)).toBe('FAIL')
    // The refusal may have come with a number of the biller's.
    expect(step(token({ isRefusalToConfirm: true, isKnownToBiller: true }), NOT_FOUND)).toBe('FAIL')
    expect(step(token({ isRefusalToConfirm: true, sends: 2 }), NOT_FOUND)).not.toBe('FAIL')
  })
  test('although it had accepted it is left alone: neither sent again nor given up', () => {
    expect(step(token({ isKnownToBiller: true, ageMs: 90 * MINUTE, unknownAnswers: 9 }), NOT_FOUND)).toBe('WAIT')
  })
  test('and that the old system sold is never sent', () => {
    expect(step(token({ isLegacy: true }), NOT_FOUND)).toBe('WAIT')
  })
})

describe('a bill that the biller says is not paid yet', () => {
  test('is paid again only after three such answers over two minutes after our own time-out, on the same day', () => {
    expect(step(bill({ unknownAnswers: 3, sinceSentMs: 2 * MINUTE }), NOT_PAID)).toBe('WAIT')
    expect(step(bill({ unknownAnswers: 2, sinceSentMs: 3 * MINUTE }), NOT_PAID)).toBe('WAIT')
    expect(step(bill({ unknownAnswers: 3, sinceSentMs: 3 * MINUTE }), NOT_PAID)).toBe('SEND_AGAIN')
    expect(step(bill({ unknownAnswers: 3, sinceSentMs: 3 * MINUTE, isSameDay: false }), NOT_PAID)).toBe('FAIL')
  })
  const pastGrace = { unknownAnswers: 3, sinceSentMs: 3 * MINUTE }
  test.each(['01', '34', '40'])('and that was answered %s was paid elsewhere: failed, not paid again', (code) => {
    expect(step(bill({ ...pastGrace, lastPaymentCode: code }), NOT_PAID)).toBe('FAIL')
  })
  test.each(['01', '34', '40'])('and whose second payment was answered %s is most likely paid by our first', (code) => {
    const paidTwice = bill({ ...pastGrace, lastPaymentCode: code, sends: 2 })
    expect(step(paidTwice, NOT_PAID)).toBe('ASK_A_PERSON')
    expect(step({ ...paidTwice, isSameDay: false }, NOT_PAID)).toBe('ASK_A_PERSON')
    expect(step({ ...paidTwice, sinceSentMs: MINUTE }, NOT_PAID)).toBe('WAIT')
  })
  test('and whose payments were lost is paid five times at most, then waits for a person or the end of the day', () => {
    expect(step(bill({ ...pastGrace, sends: 4 }), NOT_PAID)).toBe('SEND_AGAIN')
    expect(step(bill({ ...pastGrace, sends: 5 }), NOT_PAID)).toBe('ASK_A_PERSON')
    expect(step(bill({ ...pastGrace, sends: 5, isSameDay: false }), NOT_PAID)).toBe('FAIL')
  })
  test.each(['02', '05', '91', '92', '103', '105', '201'])(
    'although it was paid twice, the last time answered %s, waits for a person or the end of the day',
    (lastPaymentCode) => {
      const paidTwice = bill({ ...pastGrace, lastPaymentCode, sends: 2 })
      expect(step(paidTwice, NOT_PAID)).toBe('ASK_A_PERSON')
      expect(step({ ...paidTwice, isSameDay: false }, NOT_PAID)).toBe('FAIL')
    },
  )
})

describe('a bill whose "not paid" is a riddle', () => {
  const pastGrace = { unknownAnswers: 3, sinceSentMs: 3 * MINUTE }
  test.each([
    ['the biller does not find its inquiry', {}, NOT_FOUND],
    ['the biller was working on its payment', { isKnownToBiller: true }, NOT_PAID],
  ] as const)(
    'because %s is neither paid again nor failed: a person looks, on the next day too',
    (_why, more, outcome) => {
      expect(step(bill({ ...pastGrace, ...more, sinceSentMs: MINUTE }), outcome)).toBe('WAIT')
      expect(step(bill({ ...pastGrace, ...more }), outcome)).toBe('ASK_A_PERSON')
      expect(step(bill({ ...pastGrace, ...more, isSameDay: false }), outcome)).toBe('ASK_A_PERSON')
    },
  )
  test('and whose only payment was refused until a query confirms it is failed', () => {
    expect(step(bill({ isRefusalToConfirm: true }), NOT_FOUND)).toBe('FAIL')
  })
})

describe('the answer to a purchase', () => {
  test('that is a refusal is final only when it was the only call', () => {
    expect(stepAfterPurchase(REFUSED, true)).toBe('FAIL')
    expect(stepAfterPurchase(REFUSED, false)).toBe('CONFIRM')
    expect(stepAfterPurchase({ ...REFUSED, code: '110', verify: true }, true)).toBe('CONFIRM')
  })
  test('that never left us fails a first purchase, and means nothing for a repeat', () => {
    expect(stepAfterPurchase({ kind: 'NOT_SENT', cause: null, alarm: false }, true)).toBe('FAIL')
    expect(stepAfterPurchase({ kind: 'NOT_SENT', cause: null, alarm: false }, false)).toBe('WAIT')
  })
})

test('silence and riddles never settle anything', () => {
  const riddle: Outcome = {
    kind: 'PENDING',
    reason: 'AMBIGUOUS',
    code: '201',
    message: null,
    trId: null,
    cause: null,
    alarm: false,
  }
  const nothing: Outcome = { kind: 'INCONCLUSIVE', code: '204', message: null, trId: null, cause: null, alarm: true }
  for (const outcome of [riddle, nothing]) {
    expect(step(token({ ageMs: 5_000 * MINUTE, unknownAnswers: 99 }), outcome)).toBe('WAIT')
    expect(stepAfterPurchase(outcome, true)).toBe('WAIT')
  }
})

test('the biller is asked 3, 5, 10, 15, 30, 60 s after the purchase, then every two minutes, then every quarter, then a person', () => {
  const at = (sinceSentMs: number, ageMs = sinceSentMs) => nextCheckDelayMs({ sinceSentMs, ageMs }, RECOVERY_RULES)
  expect(at(0)).toBe(3_000)
  expect(at(3_010)).toBe(1_990)
  expect(at(5_005)).toBe(4_995)
  expect(at(30_100)).toBe(29_900)
  expect(at(61_000)).toBe(2 * MINUTE)
  expect(at(61 * MINUTE)).toBe(15 * MINUTE)
  expect(at(24 * 60 * MINUTE)).toBeNull()
})

test('a question that was not answered is asked again soon while the sale is young', () => {
  const young = { sinceSentMs: 5 * MINUTE, ageMs: 5 * MINUTE }
  expect(nextCheckDelayMs(young, RECOVERY_RULES, { wasAnswered: false })).toBe(10_000)
})
