import { addDays, BUSINESS_TIME_ZONE, businessDate, startOfDay } from '@setrum/units'
import { shiftClock } from './shifted-clock.js'

/** A test file is done in less. */
const MARGIN_MS = 4 * 60_000
const PAST_MS = 1_000

/**
 * When midnight at the counter is less than four minutes away, moves the clock of the tests and of their processes past
 * it: a bill inquired before midnight cannot be paid after it, and sales of "today" would be of yesterday.
 * Tests of midnight itself set the clock of the product.
 */
export function skipMidnight(timeZone = BUSINESS_TIME_ZONE): void {
  const leftMs = midnightInMs(new Date(), timeZone)
  if (leftMs < MARGIN_MS) shiftClock(leftMs + PAST_MS)
}

/** How far an instant is from the next midnight at the counter. */
export function midnightInMs(now: Date, timeZone = BUSINESS_TIME_ZONE): number {
  const tomorrow = addDays(businessDate(now, timeZone), 1)
  return startOfDay(tomorrow, timeZone).getTime() - now.getTime()
}
