export const dynamic = 'force-dynamic'

/** Whether the process runs. */
export function GET(): Response {
  return Response.json({ status: 'ok' })
}
