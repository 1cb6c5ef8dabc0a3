import { addDays, BILLER_TIME_ZONE, businessDate, startOfDay } from '@setrum/units'
import { shiftClock } from './shifted-clock.js'

/** A test file is done in less. */
const MARGIN_MS = 4 * 60_000
const PAST_MS = 1_000

/**
 * Where midnight at the counter comes in a few minutes, puts the clock of the tests and of what they start to just after
 * it: a bill that is looked up before midnight cannot be paid after it, and what was sold "today" is of yesterday.
 * Tests of midnight itself set the clock of the product.
 */
export function skipMidnight(): void {
  const leftMs = midnightInMs(new Date())
  if (leftMs < MARGIN_MS) shiftClock(leftMs + PAST_MS)
}

/** How far an instant is from the next midnight at the counter. */
export function midnightInMs(now: Date): number {
  const tomorrow = addDays(businessDate(now, BILLER_TIME_ZONE), 1)
  return startOfDay(tomorrow, BILLER_TIME_ZONE).getTime() - now.getTime()
}
