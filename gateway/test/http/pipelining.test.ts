import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { startTestGateway } from '../support/start-test-gateway.js'

test('requests pipelined over one connection run one after the other and all get a response', async () => {
  const running = await startTestGateway()
  const { master } = running.subgraphs
  master.fault = { delayMs: 100 }
  const body = '{"query":"{ shifts { id } }"}'
  const request = `POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`
  const socket = connect(Number(new URL(running.url).port), '127.0.0.1')
  let text = ''
  /** Number of subgraph calls at the time of each response. */
  const callsAtResponse: number[] = []
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString()
    while (callsAtResponse.length < countResponses(text)) callsAtResponse.push(master.requests.length)
  })
  socket.write(request.repeat(4))
  await expect.poll(() => countResponses(text), { timeout: 10_000 }).toBe(4)
  socket.destroy()
  await running.stop()
  expect(master.requests).toHaveLength(4)
  // The next request may already be running, but not the one after it.
  for (const [index, calls] of callsAtResponse.entries()) expect(calls).toBeLessThanOrEqual(index + 2)
})

function countResponses(text: string): number {
  return text.split('HTTP/1.1 200').length - 1
}
