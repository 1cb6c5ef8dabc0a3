import type { IncomingMessage } from 'node:http'
import { IDENTITY_HEADER, verifyIdentity } from '@setrum/identity'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { SECRET } from '../support/fake-subgraphs.js'
import { startTestGateway } from '../support/start-test-gateway.js'

let running: Awaited<ReturnType<typeof startTestGateway>>
let received: { headers: IncomingMessage['headers']; body: Buffer } | null = null
let status = 200
let isEndless = false

beforeAll(async () => {
  running = await startTestGateway()
  running.subgraphs.transactions.route('/callbacks/iak', (request, reply, body) => {
    received = { headers: request.headers, body }
    reply.writeHead(status, { 'content-type': 'application/json' })
    if (isEndless) reply.write('x'.repeat(100_000))
    else reply.end('{"status":"ok"}')
  })
})
beforeEach(() => {
  received = null
  status = 200
  isEndless = false
})
afterAll(() => running?.stop())

const sendCallback = (body: string, headers: Record<string, string> = {}) =>
  fetch(`${running.url}/callbacks/iak`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': '103.0.0.9', ...headers },
    body,
  })

test("the biller's callback arrives unchanged, with its source address and a signed identity", async () => {
  const body = '{ "data" : {"ref_id":"0123",\n "sign":"é"}}'
  const response = await sendCallback(body)
  expect({ status: response.status, body: await response.json() }).toEqual({ status: 200, body: { status: 'ok' } })
  expect(received?.body.equals(Buffer.from(body))).toBe(true)
  expect(received?.headers['x-forwarded-for']).toBe('103.0.0.9')
  const identity = String(received?.headers[IDENTITY_HEADER])
  expect(verifyIdentity(identity, { audience: 'transactions', content: Buffer.from(body), secret: SECRET })).toEqual({
    role: 'ANONYMOUS',
    address: '103.0.0.9',
  })
})

test("a caller's own identity header is replaced", async () => {
  await sendCallback('{}', { [IDENTITY_HEADER]: 'mine' })
  expect(received?.headers[IDENTITY_HEADER]).not.toContain('mine')
})

test('a callback larger than 8 KB is rejected and not forwarded', async () => {
  expect((await sendCallback(JSON.stringify({ data: 'x'.repeat(9_000) }))).status).toBe(413)
  expect(received).toBeNull()
})

test('the biller gets 503 and may retry when transactions fails or is unavailable', async () => {
  status = 500
  expect((await sendCallback('{}')).status).toBe(503)
  await running.subgraphs.transactions.kill()
  try {
    const response = await sendCallback('{}')
    expect(response.status).toBe(503)
    expect(await response.text()).not.toMatch(/127\.0\.0\.1|ECONN/)
  } finally {
    await running.subgraphs.transactions.start()
  }
  status = 200
  expect((await sendCallback('{}')).status).toBe(200)
})

test('an oversized response of transactions is cut off, and the biller may retry', async () => {
  isEndless = true
  expect((await sendCallback('{}')).status).toBe(503)
  await expect.poll(() => running.subgraphs.transactions.abortedRequests).toBe(1)
})
