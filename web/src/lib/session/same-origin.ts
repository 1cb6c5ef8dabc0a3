/**
 * Whether a request was made by our own page. Browsers say so themselves; whoever is no browser has no cookies of a
 * signed-in person to misuse.
 */
export function isSameOrigin(request: Request): boolean {
  const site = request.headers.get('sec-fetch-site')
  if (site) return site === 'same-origin' || site === 'none'
  const origin = request.headers.get('origin')
  return !origin || new URL(origin).host === request.headers.get('host')
}
