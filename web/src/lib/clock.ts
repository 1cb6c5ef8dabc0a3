const DAY_MS = 86_400_000

/** The server's time and when it arrived, on the monotonic clock; null before the first response. */
let reference: { serverMs: number; receivedAtMs: number } | null = null

/** Takes the time from a response's Date header, which counts whole seconds. Returns the response. */
export function syncServerClock(response: Response): Response {
  const serverMs = Date.parse(response.headers.get('date') ?? '')
  if (!Number.isNaN(serverMs)) reference = { serverMs, receivedAtMs: performance.now() }
  return response
}

/** The server's time in ms since 1970; null while unknown. The clock of a device may be wrong or be changed. */
export function serverNow(): number | null {
  return reference && reference.serverMs + performance.now() - reference.receivedAtMs
}

/**
 * Today in the counter's time zone, `YYYY-MM-DD`, by the server's clock once it is known. It uses Intl: the function of
 * `@setrum/units` would add 20 KB to the dashboard's first load.
 */
export function businessToday(timeZone: string, now = new Date(serverNow() ?? Date.now())): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone }).format(now)
}

/** The calendar day `count` days before another. */
export function daysBefore(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - count * DAY_MS).toISOString().slice(0, 10)
}

/** The number of days in a range, both ends included. */
export function daysIn(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1
}
