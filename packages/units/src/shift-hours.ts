import { readInstant, zoned } from './business-time.js'

/** Working hours as wall-clock `HH:mm`; the last minute is inclusive, and `endAt` before `startAt` spans midnight. */
export interface ShiftHours {
  startAt: string
  endAt: string
}

const MINUTES_A_DAY = 24 * 60

/** Whether a text is a wall-clock time `HH:mm`. */
export function isLocalTime(text: string): boolean {
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(text)
}

/**
 * Reads shift hours as they are stored: `HH:mm`, or an ISO instant of the old system, whose wall-clock time at the
 * counter is what counts (2024-07-10T01:00:00.000Z is 08:00 in Jakarta).
 * @returns `HH:mm`, or null when the text is neither
 */
export function readLocalTime(stored: string | Date, timeZone: string): string | null {
  if (typeof stored === 'string' && isLocalTime(stored)) return stored
  const instant = readInstant(stored, timeZone)
  return instant && zoned(instant, timeZone).toPlainTime().toString({ smallestUnit: 'minute' })
}

/** Whether the hours cover an instant: 08:00-15:59 covers 08:00:00.000 up to 15:59:59.999. */
export function isWithinShift(hours: ShiftHours, instant: Date, timeZone: string): boolean {
  return minutesSince(hours.startAt, minuteOfDay(instant, timeZone)) < shiftLength(hours)
}

/** Whether the hours have no gap, such as 00:00-23:59 and 16:00-15:59: each opening follows the last one at once. */
export function isRoundTheClock(hours: ShiftHours): boolean {
  return shiftLength(hours) === MINUTES_A_DAY
}

/** The instant at which the opening that covers `instant` is over (its last minute has passed); null when closed. */
export function shiftEndsAt(hours: ShiftHours, instant: Date, timeZone: string): Date | null {
  if (!isWithinShift(hours, instant, timeZone)) return null
  const passed = minutesSince(hours.startAt, minuteOfDay(instant, timeZone))
  return wholeMinutesLater(instant, shiftLength(hours) - passed, timeZone)
}

/** The instant at which the opening that covers `instant` began, the evening before where it spans midnight; null when closed. */
export function shiftStartedAt(hours: ShiftHours, instant: Date, timeZone: string): Date | null {
  if (!isWithinShift(hours, instant, timeZone)) return null
  return wholeMinutesLater(instant, -minutesSince(hours.startAt, minuteOfDay(instant, timeZone)), timeZone)
}

/** The next instant at which the hours open; `instant` itself is not counted. */
export function shiftOpensAt(hours: ShiftHours, instant: Date, timeZone: string): Date {
  const passed = minutesSince(hours.startAt, minuteOfDay(instant, timeZone))
  return wholeMinutesLater(instant, MINUTES_A_DAY - passed, timeZone)
}

function wholeMinutesLater(instant: Date, minutes: number, timeZone: string): Date {
  const minute = zoned(instant, timeZone).round({ smallestUnit: 'minute', roundingMode: 'floor' })
  return new Date(minute.add({ minutes }).epochMilliseconds)
}

function minuteOfDay(instant: Date, timeZone: string): number {
  const at = zoned(instant, timeZone)
  return at.hour * 60 + at.minute
}

function shiftLength({ startAt, endAt }: ShiftHours): number {
  return minutesSince(startAt, minutes(endAt)) + 1
}

function minutesSince(start: string, minute: number): number {
  return (minute - minutes(start) + MINUTES_A_DAY) % MINUTES_A_DAY
}

function minutes(localTime: string): number {
  return Number(localTime.slice(0, 2)) * 60 + Number(localTime.slice(3, 5))
}
