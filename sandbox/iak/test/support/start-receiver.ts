import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { waitUntil } from '@setrum/testing'

export interface ReceivedCallback {
  body: string
  headers: IncomingHttpHeaders
  from: string
  /** The members of `data`; empty when the body is not JSON. */
  data: Record<string, unknown>
}

/** An HTTP server that records callbacks. */
export async function startReceiver() {
  const received: ReceivedCallback[] = []
  let statusFor: (count: number) => number | 'hang' = () => 200
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString()
      received.push({ body, headers: request.headers, from: request.socket.remoteAddress ?? '', data: dataIn(body) })
      const status = statusFor(received.length)
      if (status !== 'hang') response.writeHead(status).end('{}')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/callbacks/iak`,
    received,
    respondWith: (status: (count: number) => number | 'hang') => {
      statusFor = status
    },
    clear: () => {
      received.length = 0
      statusFor = () => 200
    },
    waitFor: (count: number) =>
      waitUntil(() => received.length >= count, { within: 10_000, what: `${count} callbacks` }),
    stop: () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(resolve))
    },
  }
}

function dataIn(body: string): Record<string, unknown> {
  try {
    return JSON.parse(body).data ?? {}
  } catch {
    return {}
  }
}
