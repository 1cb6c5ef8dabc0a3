export const dynamic = 'force-dynamic'

/**
 * Whether pages can be served. The gateway is not asked: the app shows what is down by itself, and taking it out of
 * service for a dead gateway would hide exactly that.
 */
export function GET(): Response {
  return Response.json({ status: 'ok' })
}
