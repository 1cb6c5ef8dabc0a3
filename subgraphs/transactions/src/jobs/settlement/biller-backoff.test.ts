import type { Outcome } from '@setrum/iak'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { BillerBackoff } from './biller-backoff.js'

const BASE_MS = 1_000
const CONCURRENCY = 8

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const inconclusive = (code: string | null): Outcome => ({
  kind: 'INCONCLUSIVE',
  code,
  message: null,
  trId: null,
  cause: null,
  alarm: false,
})
const inProcess: Outcome = {
  kind: 'PENDING',
  reason: 'PROCESS',
  code: '39',
  message: 'PROCESS',
  trId: '700123',
  cause: null,
  alarm: false,
}
const observeTimes = (backoff: BillerBackoff, outcome: Outcome, times: number) => {
  for (let time = 0; time < times; time += 1) backoff.observe(outcome)
}
/** Length of the current pause, in base intervals. */
const pauseOf = (backoff: BillerBackoff) => {
  let intervals = 0
  for (; backoff.allowed(CONCURRENCY) === 0; intervals += 1) vi.advanceTimersByTime(BASE_MS)
  return intervals
}

test.each([
  ['no response at all', null],
  ['wrong address (102)', '102'],
  ['under maintenance (110)', '110'],
  ['account suspended (118)', '118'],
  ['wrong authentication (204)', '204'],
  ['invalid signature (100)', '100'],
  ['an unknown code (777)', '777'],
])('%s, five times in a row: no query for a while, then one', (_name, code) => {
  const backoff = new BillerBackoff(BASE_MS)
  observeTimes(backoff, inconclusive(code), 4)
  expect(backoff.allowed(CONCURRENCY)).toBe(CONCURRENCY)
  observeTimes(backoff, inconclusive(code), 1)
  expect(backoff.allowed(CONCURRENCY)).toBe(0)
  expect(pauseOf(backoff)).toBe(1)
  expect(backoff.allowed(CONCURRENCY)).toBe(1)
})

test('the pause doubles with each failed probe, to sixteen intervals', () => {
  const backoff = new BillerBackoff(BASE_MS)
  observeTimes(backoff, inconclusive('110'), 5)
  const pauses = [pauseOf(backoff)]
  for (let probe = 0; probe < 6; probe += 1) {
    backoff.observe(inconclusive('110'))
    pauses.push(pauseOf(backoff))
  }
  expect(pauses).toEqual([1, 2, 4, 8, 16, 16, 16])
})

test('the first conclusive response ends it, and the next pause begins small', () => {
  const backoff = new BillerBackoff(BASE_MS)
  observeTimes(backoff, inconclusive(null), 5)
  pauseOf(backoff)
  observeTimes(backoff, inconclusive('110'), 1)
  pauseOf(backoff)
  backoff.observe(inProcess)
  expect(backoff.allowed(CONCURRENCY)).toBe(CONCURRENCY)
  observeTimes(backoff, inconclusive(null), 5)
  expect(pauseOf(backoff)).toBe(1)
})

test('conclusive responses cause no pause, and neither does a missing response now and then', () => {
  const backoff = new BillerBackoff(BASE_MS)
  for (let round = 0; round < 20; round += 1) {
    observeTimes(backoff, inconclusive('110'), 4)
    backoff.observe(inProcess)
  }
  expect(backoff.allowed(CONCURRENCY)).toBe(CONCURRENCY)
})
