import { expect, test } from 'vitest'
import { businessToday, daysBefore, daysIn } from './business-day'

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
