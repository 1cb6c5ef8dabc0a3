import { afterEach, expect, test, vi } from 'vitest'
import { businessToday, daysBefore, daysIn, serverNow, syncServerClock } from './clock'

afterEach(() => void vi.useRealTimers())

test('the server’s time is used, whatever the clock of the device says', () => {
  vi.useFakeTimers({ now: Date.parse('2031-01-01T00:00:00Z') })
  expect(serverNow()).toBeNull()
  syncServerClock(new Response(null))
  expect(serverNow()).toBeNull()
  syncServerClock(new Response(null, { headers: { date: 'Tue, 24 Nov 2026 02:00:00 GMT' } }))
  vi.advanceTimersByTime(90_000)
  vi.setSystemTime('2020-01-01T00:00:00Z')
  expect(serverNow()).toBe(Date.parse('2026-11-24T02:01:30Z'))
})

test.each([
  ['Asia/Jakarta', '2026-11-24T17:00:00Z'],
  ['Asia/Jayapura', '2026-11-24T15:00:00Z'],
])('the day changes at midnight in the time zone of the counter: %s', (timeZone, midnight) => {
  const at = Date.parse(midnight)
  expect(businessToday(timeZone, new Date(at - 1))).toBe('2026-11-24')
  expect(businessToday(timeZone, new Date(at))).toBe('2026-11-25')
})

test('a range over the end of a month counts both ends', () => {
  expect(daysBefore('2026-03-01', 1)).toBe('2026-02-28')
  expect(daysIn('2026-02-27', '2026-03-02')).toBe(4)
})
