import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ROOT_CONTEXT, trace } from '@opentelemetry/api'
import { expect, test } from 'vitest'
import { startTracing } from '../src/index.js'

test('where an endpoint is set spans are sent there before the process ends', async () => {
  const received: { url: string | undefined; text: string }[] = []
  const collector = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      received.push({ url: request.url, text: Buffer.concat(chunks).toString() })
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
    })
  })
  await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve))
  const { port } = collector.address() as AddressInfo

  const tracing = startTracing('sender', { sampleRatio: 1, otlpEndpoint: `http://127.0.0.1:${port}/` })
  trace.getTracer('test').startSpan('an operation', {}, ROOT_CONTEXT).end()
  await tracing.stop()
  collector.closeAllConnections()
  collector.close()

  expect(received).toHaveLength(1)
  expect(received[0]?.url).toBe('/v1/traces')
  expect(received[0]?.text).toContain('an operation')
  expect(received[0]?.text).toContain('sender')
})
