import { collectDefaultMetrics, Registry } from 'prom-client'

export const dynamic = 'force-dynamic'

const metrics = new Registry()
collectDefaultMetrics({ register: metrics })

/** The metrics of the process as Prometheus text. */
export async function GET(): Promise<Response> {
  return new Response(await metrics.metrics(), { headers: { 'content-type': metrics.contentType } })
}
