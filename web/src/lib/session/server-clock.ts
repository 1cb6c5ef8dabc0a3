/** What the server's clock said, and when it was heard on a clock that nobody can set; null before the first answer. */
let heard: { serverMs: number; atMs: number } | null = null

/** Takes the time from an answer. The header counts whole seconds, which is near enough for the end of a shift. */
export function setClock(answer: Response): Response {
  const serverMs = Date.parse(answer.headers.get('date') ?? '')
  if (!Number.isNaN(serverMs)) heard = { serverMs, atMs: performance.now() }
  return answer
}

/** The instant by the server's clock, in ms; null while it is not known. A device's own may be hours off, or be set. */
export function serverNow(): number | null {
  return heard && heard.serverMs + performance.now() - heard.atMs
}
