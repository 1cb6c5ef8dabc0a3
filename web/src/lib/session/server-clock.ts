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
