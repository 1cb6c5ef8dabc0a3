import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { startTestGateway } from '../support/start-test-gateway.js'

test('requests that are pipelined over one connection are run in turn, and all answered', async () => {
  const running = await startTestGateway()
  const { master } = running.subgraphs
  master.fault = { lateMs: 100 }
  const body = '{"query":"{ shifts { id } }"}'
  const request = `POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`
  const socket = connect(Number(new URL(running.url).port), '127.0.0.1')
  let text = ''
  /** How many the subgraph had been asked when each answer came. */
  const askedAt: number[] = []
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString()
    while (askedAt.length < answersIn(text)) askedAt.push(master.received.length)
  })
  socket.write(request.repeat(4))
  await expect.poll(() => answersIn(text), { timeout: 10_000 }).toBe(4)
  socket.destroy()
  await running.stop()
  expect(master.received).toHaveLength(4)
  // The next may have arrived by the time we look; the one after it may not.
  for (const [index, asked] of askedAt.entries()) expect(asked).toBeLessThanOrEqual(index + 2)
})

function answersIn(text: string): number {
  return text.split('HTTP/1.1 200').length - 1
}
