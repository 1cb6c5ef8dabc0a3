import { Temporal } from 'temporal-polyfill'

/** Default of BUSINESS_TIME_ZONE. */
export const BUSINESS_TIME_ZONE = 'Asia/Jakarta'

/**
 * Time zone of PLN's nightly cut-off and of the biller's days: GMT+7 (the biller's reference, sections 3 and 5), in
 * every time zone of the counter.
 */
export const BILLER_TIME_ZONE = 'Asia/Jakarta'

/** The calendar day, `YYYY-MM-DD`, that an instant falls on at the counter. */
export function businessDate(instant: Date, timeZone: string): string {
  return zoned(instant, timeZone).toPlainDate().toString()
}

/** The hour of the day, 0 to 23, that an instant falls in at the counter. */
export function businessHour(instant: Date, timeZone: string): number {
  return zoned(instant, timeZone).hour
}

/** The instant at which a calendar day `YYYY-MM-DD` begins at the counter. */
export function startOfDay(date: string, timeZone: string): Date {
  return new Date(Temporal.PlainDate.from(date).toZonedDateTime(timeZone).epochMilliseconds)
}

/** The instant at which an hour, 0 to 23, of a calendar day begins at the counter. */
export function startOfHour(date: string, hour: number, timeZone: string): Date {
  const start = Temporal.PlainDate.from(date).toZonedDateTime({ timeZone, plainTime: { hour } })
  return new Date(start.epochMilliseconds)
}

/** The instant at which the day after `YYYY-MM-DD` begins: the end of that day, exclusive. */
export function endOfDay(date: string, timeZone: string): Date {
  return startOfDay(addDays(date, 1), timeZone)
}

/** The calendar day so many days after (before, when negative) another. */
export function addDays(date: string, days: number): string {
  return Temporal.PlainDate.from(date).add({ days }).toString()
}

/** Whether a text is a calendar day that exists, written `YYYY-MM-DD`. */
export function isLocalDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  try {
    Temporal.PlainDate.from(text, { overflow: 'reject' })
    return true
  } catch {
    return false
  }
}

/**
 * Reads an instant as the old system stored it: a date, or text. Text that names no zone is wall-clock time at the
 * counter, wherever this process runs.
 * @returns null when it is neither
 */
export function readInstant(stored: unknown, timeZone: string): Date | null {
  const instant = stored instanceof Date ? stored : typeof stored === 'string' ? instantIn(stored, timeZone) : null
  return instant === null || Number.isNaN(instant.getTime()) ? null : instant
}

function instantIn(text: string, timeZone: string): Date | null {
  // The text of a JavaScript date: `Wed Jul 10 2024 08:00:00 GMT+0700`.
  if (/\b(GMT|UTC)\b/.test(text)) return new Date(text)
  const isZoned = /:\d\d.*(Z|[+-]\d\d)/i.test(text)
  try {
    const { epochMilliseconds } = isZoned
      ? Temporal.Instant.from(text)
      : Temporal.PlainDateTime.from(text).toZonedDateTime(timeZone)
    return new Date(epochMilliseconds)
  } catch {
    return null
  }
}

/** An instant as wall-clock time at the counter. */
export function zoned(instant: Date, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(timeZone)
}
