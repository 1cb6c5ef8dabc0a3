const ZONE = 'Asia/Jakarta'
const DAY_MS = 86_400_000
const isoDate = new Intl.DateTimeFormat('en-CA', { timeZone: ZONE })

/** Today at the counter, `YYYY-MM-DD`, whatever the device's time zone is. */
export function businessToday(now = new Date()): string {
  return isoDate.format(now)
}

/** The calendar day so many days before another. */
export function daysBefore(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - count * DAY_MS).toISOString().slice(0, 10)
}

/** How many days a range has, both ends counted. */
export function daysIn(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1
}
