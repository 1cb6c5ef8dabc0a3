import { serverNow } from './session/server-clock'

const DAY_MS = 86_400_000

/**
 * Today at the counter, `YYYY-MM-DD`, whatever the device's time zone and, once the server was heard, its clock are. By the browser's own calendar: what
 * `@setrum/units` brings along for it would be 20 KB more in the dashboard's first load.
 */
export function businessToday(timeZone: string, now = new Date(serverNow() ?? Date.now())): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone }).format(now)
}

/** The calendar day so many days before another. */
export function daysBefore(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - count * DAY_MS).toISOString().slice(0, 10)
}

/** How many days a range has, both ends counted. */
export function daysIn(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1
}
