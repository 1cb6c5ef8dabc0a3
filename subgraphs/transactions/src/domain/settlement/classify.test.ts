import type { Outcome } from '@setrum/iak'
import { describe, expect, test } from 'vitest'
import { anAttempt, aPhase, aSale, SOLD_AT } from '../../../test/support/a-sale.js'
import type { Transaction } from '../transaction.js'
import { classify, type Observation } from './classify.js'
import { nextCheckDelayMs, RECOVERY_RULES } from './recovery-rules.js'

const NOT_FOUND: Outcome = { kind: 'NOT_FOUND', code: '06', message: null, trId: null, alarm: false }
const NOT_PAID: Outcome = { kind: 'NOT_PAID_YET', code: '42', message: null, trId: '1', alarm: false }
const REFUSED: Outcome = { kind: 'REJECTED', code: '106', message: null, trId: null, verify: false, alarm: false }
const MINUTE = 60_000

/** A sale as it is when a response comes. */
interface Given {
  isBill: boolean
  phase: 'SUBMITTED' | 'ACCEPTED' | 'REFUSED' | 'IMPORTED'
  ageMs: number
  sinceAttemptMs: number
  attempts: number
  /** "Not found" or "not paid yet" in a row, this response included. */
  absentChecks: number
  lastCode: string | null
  isSameDay: boolean
}

const token = (more: Partial<Given> = {}): Given => ({
  isBill: false,
  phase: 'SUBMITTED',
  ageMs: MINUTE,
  sinceAttemptMs: MINUTE,
  attempts: 1,
  absentChecks: 1,
  lastCode: null,
  isSameDay: true,
  ...more,
})
const bill = (more: Partial<Given> = {}) => token({ isBill: true, ...more })

function saleOf({ isBill, phase, ageMs, sinceAttemptMs, attempts, absentChecks, lastCode }: Given): Transaction {
  const before = (ms: number) => new Date(SOLD_AT.getTime() - ms)
  const dates = { firstAt: before(ageMs), lastAt: before(sinceAttemptMs) }
  const data = { ...anAttempt({ ...dates, count: attempts, lastCode }), absentChecks: absentChecks - 1 }
  return aSale(isBill ? 'POSTPAID' : 'PREPAID', {
    createdAt: before(ageMs),
    phase: phase === 'IMPORTED' ? { name: 'IMPORTED', nextCheckAt: SOLD_AT } : aPhase(phase, data),
  })
}

function input(given: Given, outcome: Outcome, more: Partial<Observation> = {}) {
  const observation: Observation = {
    request: 'STATUS',
    outcome,
    at: SOLD_AT,
    actor: 'system',
    isSameDay: given.isSameDay,
    attempt: given.phase === 'IMPORTED' ? 0 : given.attempts,
    isOvertaken: false,
    mayRetry: true,
    ...more,
  }
  return classify(saleOf(given), observation, RECOVERY_RULES)
}
const ofPurchase = (outcome: Outcome) => input(token(), outcome, { request: 'PURCHASE' })
const ofRetry = (outcome: Outcome) => input(token({ attempts: 2 }), outcome, { request: 'RETRY' })

describe('a token purchase that the biller does not know', () => {
  test('is sent again under its ref id, but not while the first call may still be on its way', () => {
    expect(input(token({ sinceAttemptMs: 5_000 }), NOT_FOUND)).toBe('ABSENT')
    expect(input(token({ sinceAttemptMs: 10_000 }), NOT_FOUND)).toBe('ABSENT_RETRYABLE')
  })
  test('is sent again later the second time, and five times at most', () => {
    expect(input(token({ sinceAttemptMs: 19_000, attempts: 2 }), NOT_FOUND)).toBe('ABSENT')
    expect(input(token({ sinceAttemptMs: 20_000, attempts: 2 }), NOT_FOUND)).toBe('ABSENT_RETRYABLE')
    const five = { attempts: 5, absentChecks: 9 }
    expect(input(token({ ...five, sinceAttemptMs: 9 * MINUTE }), NOT_FOUND)).toBe('ABSENT')
    expect(input(token({ ...five, sinceAttemptMs: 10 * MINUTE }), NOT_FOUND)).toBe('ABSENT_CONCLUSIVE')
  })
  test('for which the customer does not wait any more is closed after three such responses over ten minutes, never sent', () => {
    const old = { ageMs: 90 * MINUTE, absentChecks: 3 }
    expect(input(token({ ...old, sinceAttemptMs: 9 * MINUTE }), NOT_FOUND)).toBe('ABSENT')
    expect(input(token({ ...old, sinceAttemptMs: 11 * MINUTE, absentChecks: 2 }), NOT_FOUND)).toBe('ABSENT')
    expect(input(token({ ...old, sinceAttemptMs: 11 * MINUTE }), NOT_FOUND)).toBe('ABSENT_CONCLUSIVE')
  })
  test('after a refusal that had to be confirmed is failed, also where the refusal came with a tr_id', () => {
    const refused = aSale('PREPAID', { phase: aPhase('REFUSED'), trId: '7' })
    const rest = { actor: 'system', isSameDay: true, attempt: 1, isOvertaken: false, mayRetry: true }
    const at = new Date(SOLD_AT.getTime() + MINUTE)
    const observation: Observation = { request: 'STATUS', outcome: NOT_FOUND, at, ...rest }
    expect(classify(refused, observation, RECOVERY_RULES)).toBe('ABSENT_CONCLUSIVE')
  })
  test('although it had accepted it is left alone: neither sent again nor given up', () => {
    const old = { ageMs: 90 * MINUTE, absentChecks: 9 }
    expect(input(token({ ...old, phase: 'ACCEPTED' }), NOT_FOUND)).toBe('ABSENT')
  })
  test('and that the old system sold is never sent', () => {
    expect(input(token({ phase: 'IMPORTED' }), NOT_FOUND)).toBe('ABSENT')
  })
  test('is not sent again right before a resolution by hand, or when the response is older than a change', () => {
    expect(input(token(), NOT_FOUND)).toBe('ABSENT_RETRYABLE')
    expect(input(token(), NOT_FOUND, { mayRetry: false })).toBe('ABSENT')
    expect(input(token(), NOT_FOUND, { isOvertaken: true })).toBe('ABSENT')
  })
})

describe('a bill that the biller says is not paid yet', () => {
  test('is paid again only after three such responses over two minutes after our own time-out, on the same day', () => {
    expect(input(bill({ absentChecks: 3, sinceAttemptMs: 2 * MINUTE }), NOT_PAID)).toBe('ABSENT')
    expect(input(bill({ absentChecks: 2, sinceAttemptMs: 3 * MINUTE }), NOT_PAID)).toBe('ABSENT')
    const pastGrace = { absentChecks: 3, sinceAttemptMs: 3 * MINUTE }
    expect(input(bill(pastGrace), NOT_PAID)).toBe('ABSENT_RETRYABLE')
    expect(input(bill({ ...pastGrace, isSameDay: false }), NOT_PAID)).toBe('ABSENT_CONCLUSIVE')
  })
  const pastGrace = { absentChecks: 3, sinceAttemptMs: 3 * MINUTE }
  test.each(['01', '34', '40'])('and that gave code %s was paid elsewhere: failed, not paid again', (code) => {
    expect(input(bill({ ...pastGrace, lastCode: code }), NOT_PAID)).toBe('ABSENT_CONCLUSIVE')
  })
  test.each(['01', '34', '40'])('and whose second payment gave code %s is most likely paid by our first', (code) => {
    const paidTwice = bill({ ...pastGrace, lastCode: code, attempts: 2 })
    expect(input(paidTwice, NOT_PAID)).toBe('ABSENT_UNEXPLAINED')
    expect(input({ ...paidTwice, isSameDay: false }, NOT_PAID)).toBe('ABSENT_UNEXPLAINED')
    expect(input({ ...paidTwice, sinceAttemptMs: MINUTE }, NOT_PAID)).toBe('ABSENT')
  })
  test('and whose payments were lost is paid five times at most, then waits for a review or the end of the day', () => {
    expect(input(bill({ ...pastGrace, attempts: 4 }), NOT_PAID)).toBe('ABSENT_RETRYABLE')
    expect(input(bill({ ...pastGrace, attempts: 5 }), NOT_PAID)).toBe('ABSENT_UNEXPLAINED')
    expect(input(bill({ ...pastGrace, attempts: 5, isSameDay: false }), NOT_PAID)).toBe('ABSENT_CONCLUSIVE')
  })
  test.each(['02', '05', '91', '92', '103', '105', '201'])(
    'although it was paid twice, the last time with code %s, waits for a review or the end of the day',
    (lastCode) => {
      const paidTwice = bill({ ...pastGrace, lastCode, attempts: 2 })
      expect(input(paidTwice, NOT_PAID)).toBe('ABSENT_UNEXPLAINED')
      expect(input({ ...paidTwice, isSameDay: false }, NOT_PAID)).toBe('ABSENT_CONCLUSIVE')
    },
  )
})

describe('a bill whose "not paid" cannot be explained', () => {
  const pastGrace = { absentChecks: 3, sinceAttemptMs: 3 * MINUTE }
  test.each([
    ['the biller does not find its inquiry', {}, NOT_FOUND],
    ['the biller was working on its payment', { phase: 'ACCEPTED' }, NOT_PAID],
  ] as const)(
    'because %s is neither paid again nor failed: it needs a review, on the next day too',
    (_why, more, outcome) => {
      expect(input(bill({ ...pastGrace, ...more, sinceAttemptMs: MINUTE }), outcome)).toBe('ABSENT')
      expect(input(bill({ ...pastGrace, ...more }), outcome)).toBe('ABSENT_UNEXPLAINED')
      expect(input(bill({ ...pastGrace, ...more, isSameDay: false }), outcome)).toBe('ABSENT_UNEXPLAINED')
    },
  )
  test('and whose only payment was refused until a query confirms it is failed', () => {
    expect(input(bill({ phase: 'REFUSED' }), NOT_FOUND)).toBe('ABSENT_CONCLUSIVE')
  })
})

describe('the response to a purchase', () => {
  test('that is a refusal is final only when it was the only call', () => {
    expect(ofPurchase(REFUSED)).toBe('REFUSED')
    expect(ofRetry(REFUSED)).toBe('RETRY_REFUSED')
    expect(ofPurchase({ ...REFUSED, code: '110', verify: true } as Outcome)).toBe('REFUSED_UNCONFIRMED')
  })
  test('that never left us fails a first purchase, and means nothing for a repeat', () => {
    expect(ofPurchase({ kind: 'NOT_SENT', cause: null, alarm: false })).toBe('REFUSED')
    expect(ofRetry({ kind: 'NOT_SENT', cause: null, alarm: false })).toBe('NO_INFORMATION')
  })
  test('that belongs to an earlier attempt means nothing, unless it is success', () => {
    const late = (outcome: Outcome) => input(token({ attempts: 2 }), outcome, { request: 'PURCHASE', attempt: 1 })
    expect(late(REFUSED)).toBeNull()
    expect(late({ kind: 'FAILED', code: '07', message: null, trId: null, alarm: false })).toBeNull()
    const success = { code: '00', message: null, trId: '7', costIdr: null, noref: null, bill: null, alarm: false }
    expect(late({ kind: 'SUCCESS', ...success, serialNumber: null })).toBe('PAID')
  })
})

test('silence and unclear responses never settle anything', () => {
  const unclear: Outcome = {
    kind: 'PENDING',
    reason: 'AMBIGUOUS',
    code: '201',
    message: null,
    trId: null,
    cause: null,
    alarm: false,
  }
  const nothing: Outcome = { kind: 'INCONCLUSIVE', code: '204', message: null, trId: null, cause: null, alarm: true }
  const old = token({ ageMs: 5_000 * MINUTE, absentChecks: 99 })
  expect([input(old, unclear), ofPurchase(unclear)]).toEqual(['UNCLEAR', 'UNCLEAR'])
  expect([input(old, nothing), ofPurchase(nothing)]).toEqual(['NO_INFORMATION', 'NO_INFORMATION'])
})

test('the biller is queried 3, 5, 10, 15, 30, 60 s after the purchase, then every two minutes, then every 15 minutes, for a day', () => {
  const at = (sinceAttemptMs: number, ageMs = sinceAttemptMs) =>
    nextCheckDelayMs({ sinceAttemptMs, ageMs }, RECOVERY_RULES)
  expect(at(0)).toBe(3_000)
  expect(at(3_010)).toBe(1_990)
  expect(at(5_005)).toBe(4_995)
  expect(at(30_100)).toBe(29_900)
  expect(at(61_000)).toBe(2 * MINUTE)
  expect(at(61 * MINUTE)).toBe(15 * MINUTE)
  expect(at(24 * 60 * MINUTE)).toBeNull()
})

test('a query without a response is repeated soon while the sale is young', () => {
  const young = { sinceAttemptMs: 5 * MINUTE, ageMs: 5 * MINUTE }
  expect(nextCheckDelayMs(young, RECOVERY_RULES, { hasResponse: false })).toBe(10_000)
})
