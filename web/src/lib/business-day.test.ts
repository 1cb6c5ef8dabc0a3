import { expect, test } from 'vitest'
import { businessToday, daysBefore, daysIn } from './business-day'

test('the day changes at midnight in Jakarta', () => {
  expect(businessToday(new Date('2026-11-24T16:59:59Z'))).toBe('2026-11-24')
  expect(businessToday(new Date('2026-11-24T17:00:00Z'))).toBe('2026-11-25')
})

test('days are counted over the end of a month, both ends included', () => {
  expect(daysBefore('2026-03-01', 1)).toBe('2026-02-28')
  expect(daysIn('2026-02-27', '2026-03-02')).toBe(4)
})
