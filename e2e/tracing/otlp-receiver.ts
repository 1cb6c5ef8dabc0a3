import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { z } from 'zod'

const simpleValue = z.record(z.string(), z.unknown()).transform((value) => Object.values(value)[0])
const attribute = z.object({
  key: z.string(),
  value: z.union([
    z
      .object({ arrayValue: z.object({ values: z.array(simpleValue) }) })
      .transform(({ arrayValue }) => arrayValue.values),
    simpleValue,
  ]),
})
const otlpTraces = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes: z.array(attribute) }),
      scopeSpans: z.array(
        z.object({
          spans: z.array(
            z.object({
              traceId: z.string(),
              spanId: z.string(),
              parentSpanId: z.string().optional(),
              name: z.string(),
              kind: z.number(),
              status: z.object({ code: z.number().optional() }),
              attributes: z.array(attribute),
            }),
          ),
        }),
      ),
    }),
  ),
})

export interface ReceivedSpan {
  service: string
  name: string
  kind: 'internal' | 'server' | 'client'
  traceId: string
  spanId: string
  parentSpanId: string | null
  isError: boolean
  attributes: Record<string, unknown>
}

/** A receiver of OTLP over HTTP that keeps everything in memory. */
export async function startOtlpReceiver() {
  const bodies: string[] = []
  const spans: ReceivedSpan[] = []
  const server = createServer(async (request, response) => {
    if (request.url === '/v1/traces') {
      const body = await text(request)
      bodies.push(body)
      spans.push(...readSpans(body))
    }
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Everything that was received, as text. */
    text: () => bodies.join('\n'),
    spans,
    stop: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}

const KINDS = { 1: 'internal', 2: 'server', 3: 'client' } as const

function readSpans(body: string): ReceivedSpan[] {
  return otlpTraces.parse(JSON.parse(body)).resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap(({ spans }) =>
      spans.map(({ kind, status, attributes, parentSpanId, ...span }) => ({
        ...span,
        service: String(toRecord(resource.attributes)['service.name']),
        kind: KINDS[kind as keyof typeof KINDS],
        parentSpanId: parentSpanId ?? null,
        isError: status.code === 2,
        attributes: toRecord(attributes),
      })),
    ),
  )
}

function toRecord(attributes: readonly z.infer<typeof attribute>[]): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, value]))
}
