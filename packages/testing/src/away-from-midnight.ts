import { setTimeout as sleep } from 'node:timers/promises'
import { addDays, BILLER_TIME_ZONE, businessDate, startOfDay } from '@setrum/units'

/** A test file is done in less. */
const MARGIN_MS = 4 * 60_000
/** A timer may ring a little early. */
const PAST_MS = 1_000

/**
 * Waits until midnight at the counter is past, where it comes in a few minutes: a bill that is looked up before it
 * cannot be paid after it, and what was sold "today" is of yesterday.
 */
export async function awayFromMidnight(): Promise<void> {
  const pauseMs = pauseForMidnightMs(new Date())
  if (pauseMs === 0) return
  console.log(`midnight at the counter is near: waits ${Math.ceil(pauseMs / 1_000)} s until it is past`)
  await sleep(pauseMs)
}

/** How long to wait at an instant until midnight is past; 0 when it is far away. */
export function pauseForMidnightMs(now: Date): number {
  const tomorrow = addDays(businessDate(now, BILLER_TIME_ZONE), 1)
  const leftMs = startOfDay(tomorrow, BILLER_TIME_ZONE).getTime() - now.getTime()
  return leftMs < MARGIN_MS ? leftMs + PAST_MS : 0
}
