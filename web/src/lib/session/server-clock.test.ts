import { afterEach, expect, test, vi } from 'vitest'
import { serverNow, syncServerClock } from './server-clock'

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
