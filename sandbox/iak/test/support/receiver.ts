import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { waitUntil } from '@setrum/testing'

export interface Received {
  body: string
  headers: IncomingHttpHeaders
  from: string
  /** The members of `data`, when it is JSON. */
  data: Record<string, unknown>
}

/** Stands where the counter would take the biller's callbacks. */
export async function startReceiver() {
  const received: Received[] = []
  let answer: (count: number) => number | 'hang' = () => 200
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString()
      received.push({ body, headers: request.headers, from: request.socket.remoteAddress ?? '', data: dataIn(body) })
      const status = answer(received.length)
      if (status !== 'hang') response.writeHead(status).end('{}')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/callbacks/iak`,
    received,
    answerWith: (how: (count: number) => number | 'hang') => {
      answer = how
    },
    clear: () => {
      received.length = 0
      answer = () => 200
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
