import { collectDefaultMetrics, Registry } from 'prom-client'

export const dynamic = 'force-dynamic'

const metrics = new Registry()
collectDefaultMetrics({ register: metrics })

/** What the process needs and does, as Prometheus text, like on every service of the system. */
export async function GET(): Promise<Response> {
  return new Response(await metrics.metrics(), { headers: { 'content-type': metrics.contentType } })
}
