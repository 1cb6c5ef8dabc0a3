import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { livenessHandler } from './server.js'

let server: Server
let passedOn: string[]
beforeEach(async () => {
  passedOn = []
  // Never responds, as behind a queue that does not move.
  server = createServer(({ method, url }) => passedOn.push(`${method} ${url}`))
  livenessHandler(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterEach(() => {
  server.close()
  server.closeAllConnections()
})

const send = (method: string, path: string) =>
  fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`, { method })

test('it responds although nothing else does, with and without a body', async () => {
  void send('GET', '/slow').catch(() => undefined)
  await expect.poll(() => passedOn).toEqual(['GET /slow'])
  const response = await send('GET', '/health/live')
  expect(response.status).toBe(200)
  expect(await response.json()).toEqual({ status: 'ok' })
  expect((await send('HEAD', '/health/live')).status).toBe(200)
  expect(passedOn).toEqual(['GET /slow'])
})

test('all other requests are passed on', async () => {
  for (const [method, path] of [
    ['POST', '/health/live'],
    ['GET', '/health/ready'],
  ] as const)
    void send(method, path).catch(() => undefined)
  await expect.poll(() => passedOn.toSorted()).toEqual(['GET /health/ready', 'POST /health/live'])
})
