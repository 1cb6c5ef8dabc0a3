import type { Outcome } from '@setrum/iak'
import { describe, expect, test } from 'vitest'
import { nextCheckDelayMs, nextStep, type OpenSale, RECOVERY_RULES } from './recovery.js'

const NOT_FOUND: Outcome = { kind: 'NOT_FOUND', code: '06', message: null, trId: null, alarm: false }
const NOT_PAID: Outcome = { kind: 'NOT_PAID_YET', code: '42', message: null, trId: '1', alarm: false }
const MINUTE = 60_000

const token = (more: Partial<OpenSale> = {}): OpenSale => ({
  productType: 'PREPAID',
  ageMs: MINUTE,
  sinceSentMs: MINUTE,
  sends: 1,
  unknownAnswers: 1,
  lastPaymentCode: null,
  isRefusalToConfirm: false,
  isSameDay: true,
  ...more,
})
const bill = (more: Partial<OpenSale> = {}) => token({ productType: 'POSTPAID', ...more })
const step = (sale: OpenSale, outcome: Outcome) => nextStep(sale, outcome, RECOVERY_RULES).kind

describe('a token purchase that the biller does not know', () => {
  test('is sent again under its number, but not while the first call may still be under way', () => {
    expect(step(token({ sinceSentMs: 5_000 }), NOT_FOUND)).toBe('WAIT')
    expect(step(token({ sinceSentMs: 10_000 }), NOT_FOUND)).toBe('SEND_AGAIN')
  })
  test('that was never sent is sent at once', () => {
    expect(step(token({ sinceSentMs: null, sends: 0 }), NOT_FOUND)).toBe('SEND_AGAIN')
  })
  test('that nobody waits for any more is closed after three such answers over ten minutes, never sent', () => {
    const old = { ageMs: 90 * MINUTE, unknownAnswers: 3 }
    expect(step(token({ ...old, sinceSentMs: 9 * MINUTE }), NOT_FOUND)).toBe('WAIT')
    expect(step(token({ ...old, sinceSentMs: 11 * MINUTE, unknownAnswers: 2 }), NOT_FOUND)).toBe('WAIT')
    expect(step(token({ ...old, sinceSentMs: 11 * MINUTE }), NOT_FOUND)).toBe('FAIL')
    expect(step(token({ isSameDay: false, sinceSentMs: 11 * MINUTE, unknownAnswers: 3 }), NOT_FOUND)).toBe('FAIL')
  })
  test('after a refusal that had to be confirmed is failed', () => {
    expect(step(token({ isRefusalToConfirm: true }), NOT_FOUND)).toBe('FAIL')
  })
})

describe('a bill that the biller says is not paid yet', () => {
  test('is paid again only after three such answers over two minutes, on the same day', () => {
    expect(step(bill({ unknownAnswers: 3, sinceSentMs: MINUTE }), NOT_PAID)).toBe('WAIT')
    expect(step(bill({ unknownAnswers: 2, sinceSentMs: 3 * MINUTE }), NOT_PAID)).toBe('WAIT')
    expect(step(bill({ unknownAnswers: 3, sinceSentMs: 3 * MINUTE }), NOT_PAID)).toBe('SEND_AGAIN')
    expect(step(bill({ unknownAnswers: 3, sinceSentMs: 3 * MINUTE, isSameDay: false }), NOT_PAID)).toBe('FAIL')
  })
  test.each(['01', '34', '40'])('and that was answered %s was paid elsewhere: failed, not paid again', (code) => {
    expect(step(bill({ unknownAnswers: 3, sinceSentMs: 3 * MINUTE, lastPaymentCode: code }), NOT_PAID)).toBe('FAIL')
  })
  test('is not paid for ever', () => {
    expect(step(bill({ unknownAnswers: 3, sinceSentMs: 3 * MINUTE, sends: 3 }), NOT_PAID)).toBe('FAIL')
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
  const nothing: Outcome = { kind: 'NOTHING_LEARNED', code: '204', message: null, trId: null, cause: null, alarm: true }
  for (const outcome of [riddle, nothing]) {
    expect(step(token({ ageMs: 5_000 * MINUTE, unknownAnswers: 99 }), outcome)).toBe('WAIT')
  }
})

test('the biller is asked after 3, 5, 10, 15, 30, 60 s, then every two minutes, then every quarter, then a person', () => {
  const delays = [0, 1, 2, 3, 4, 5, 6].map((checks) => nextCheckDelayMs(checks, MINUTE, RECOVERY_RULES))
  expect(delays).toEqual([3_000, 5_000, 10_000, 15_000, 30_000, 60_000, 120_000])
  expect(nextCheckDelayMs(40, 61 * MINUTE, RECOVERY_RULES)).toBe(15 * MINUTE)
  expect(nextCheckDelayMs(140, 24 * 60 * MINUTE, RECOVERY_RULES)).toBeNull()
})
