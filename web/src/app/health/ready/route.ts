export const dynamic = 'force-dynamic'

/** Readiness does not depend on the gateway: while it is down the app must stay reachable to say so. */
export function GET(): Response {
  return Response.json({ status: 'ok' })
}
