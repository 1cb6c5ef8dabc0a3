import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { syncServerClock } from '../../../../lib/clock'
import { isTooOld, sentNow } from './purchase-age'

const MINUTE_MS = 60_000

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2026-11-24T02:00:00Z') })
  syncServerClock(new Response(null, { headers: { date: 'Tue, 24 Nov 2026 02:00:00 GMT' } }))
})
afterEach(() => void vi.useRealTimers())

test('a purchase is retried for five minutes', () => {
  const sent = sentNow()
  vi.advanceTimersByTime(5 * MINUTE_MS)
  expect(isTooOld(sent)).toBe(false)
  vi.advanceTimersByTime(1)
  expect(isTooOld(sent)).toBe(true)
})

test('a device that slept over night does not retry in the morning', () => {
  const sent = sentNow()
  vi.setSystemTime('2026-11-24T10:00:00Z')
  expect(isTooOld(sent)).toBe(true)
})

test('setting the clock back does not make an old purchase retryable', () => {
  const sent = sentNow()
  vi.setSystemTime('2026-11-24T01:59:30Z')
  expect(isTooOld(sent)).toBe(false)
  vi.advanceTimersByTime(5 * MINUTE_MS + 1)
  expect(isTooOld(sent)).toBe(true)
  vi.setSystemTime('2026-11-23T20:00:00Z')
  expect(isTooOld(sentNow())).toBe(false)
  expect(isTooOld(sent)).toBe(true)
})

test('on a device with a wrong clock the elapsed time counts', () => {
  vi.setSystemTime('2031-01-01T00:00:00Z')
  const sent = sentNow()
  vi.advanceTimersByTime(MINUTE_MS)
  expect(isTooOld(sent)).toBe(false)
})
