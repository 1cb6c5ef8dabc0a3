import { BILLER_TIME_ZONE } from './business-time.js'
import { isLocalTime, type ShiftHours, shiftEndsAt } from './shift-hours.js'

/** PLN's nightly cut-off as closed hours; the last minute is inclusive, as with shifts. */
export type CutOff = ShiftHours

/**
 * Reads `23:00-01:00`: closed from 23:00:00 until 01:00:00, when it opens again.
 * @returns null for anything else, hours of no length included
 */
export function readCutOff(text: string): CutOff | null {
  const [from = '', to = '', ...rest] = text.split('-')
  if (rest.length > 0 || !isLocalTime(from) || !isLocalTime(to) || from === to) return null
  return { startAt: from, endAt: minuteBefore(to) }
}

/** When PLN opens again; null while it is open. */
export function cutOffEndsAt(cutOff: CutOff | null, instant: Date): Date | null {
  return cutOff && shiftEndsAt(cutOff, instant, BILLER_TIME_ZONE)
}

function minuteBefore(time: string): string {
  const minute = (Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5)) + 1_439) % 1_440
  const twoDigits = (value: number) => String(value).padStart(2, '0')
  return `${twoDigits(Math.floor(minute / 60))}:${twoDigits(minute % 60)}`
}
