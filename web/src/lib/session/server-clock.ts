/** How far this device's clock is behind the server's, in ms; null until the server has said what time it is. */
let behindMs: number | null = null

/** Takes the time from an answer. The header counts whole seconds, which is near enough for the end of a shift. */
export function setClock(answer: Response): Response {
  const at = Date.parse(answer.headers.get('date') ?? '')
  if (!Number.isNaN(at)) behindMs = at - Date.now()
  return answer
}

/** The instant by the server's clock, in ms; null while it is not known. A device's own may be hours off. */
export function serverNow(): number | null {
  return behindMs === null ? null : Date.now() + behindMs
}
