import { expect, test } from 'vitest'
import { pauseForMidnightMs } from './away-from-midnight.js'

test.each([
  ['2026-03-31T12:00:00.000+07:00', 0],
  ['2026-03-31T23:56:00.000+07:00', 0],
  ['2026-03-31T23:56:00.001+07:00', 240_999],
  ['2026-03-31T16:59:59.999Z', 1_001],
  ['2026-03-31T17:00:00.000Z', 0],
  // Midnight elsewhere.
  ['2026-03-31T23:59:59.000Z', 0],
  ['2026-12-31T23:58:00.000+07:00', 121_000],
])('at %s a test file waits %i ms before it begins', (instant, pauseMs) => {
  expect(pauseForMidnightMs(new Date(instant))).toBe(pauseMs)
})
