import { Temporal } from 'temporal-polyfill'

/** Where the counter stands, unless BUSINESS_TIME_ZONE says otherwise. */
export const BUSINESS_TIME_ZONE = 'Asia/Jakarta'

/**
 * What PLN's nightly cut-off and the biller's days are told in: GMT+7 (the biller's reference, sections 3 and 5), wherever
 * the counter stands.
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

/** An instant as wall-clock time at the counter. */
export function zoned(instant: Date, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(timeZone)
}
