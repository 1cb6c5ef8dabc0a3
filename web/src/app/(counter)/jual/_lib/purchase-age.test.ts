import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { setClock } from '../../../../lib/session/server-clock'
import { isTooOld, sentNow } from './purchase-age'

const MINUTE_MS = 60_000

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2026-11-24T02:00:00Z') })
  setClock(new Response(null, { headers: { date: 'Tue, 24 Nov 2026 02:00:00 GMT' } }))
})
afterEach(() => void vi.useRealTimers())

test('a purchase is sent again for five minutes', () => {
  const sent = sentNow()
  vi.advanceTimersByTime(5 * MINUTE_MS)
  expect(isTooOld(sent)).toBe(false)
  vi.advanceTimersByTime(1)
  expect(isTooOld(sent)).toBe(true)
})

test('a device that slept does not buy in the morning, although the server’s clock stood still here', () => {
  const sent = sentNow()
  vi.setSystemTime('2026-11-24T10:00:00Z')
  expect(isTooOld(sent)).toBe(true)
})

test('a clock that is put back does not make a purchase young again', () => {
  const sent = sentNow()
  vi.setSystemTime('2026-11-24T01:59:30Z')
  expect(isTooOld(sent)).toBe(false)
  vi.advanceTimersByTime(5 * MINUTE_MS + 1)
  expect(isTooOld(sent)).toBe(true)
  vi.setSystemTime('2026-11-23T20:00:00Z')
  expect(isTooOld(sentNow())).toBe(false)
  expect(isTooOld(sent)).toBe(true)
})

test('a device whose clock is wrong all the time is measured by what passes on it', () => {
  vi.setSystemTime('2031-01-01T00:00:00Z')
  const sent = sentNow()
  vi.advanceTimersByTime(MINUTE_MS)
  expect(isTooOld(sent)).toBe(false)
})
