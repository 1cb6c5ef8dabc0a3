import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { livenessHandler } from './server.js'

let server: Server
let passedOn: string[]
beforeEach(async () => {
  passedOn = []
  // Never answers, as behind a queue that does not move.
  server = createServer(({ method, url }) => passedOn.push(`${method} ${url}`))
  livenessHandler(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterEach(() => {
  server.close()
  server.closeAllConnections()
})

const ask = (method: string, path: string) =>
  fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`, { method })

test('it answers although nothing else does, with and without a body', async () => {
  void ask('GET', '/slow').catch(() => undefined)
  await expect.poll(() => passedOn).toEqual(['GET /slow'])
  const answer = await ask('GET', '/health/live')
  expect(answer.status).toBe(200)
  expect(await answer.json()).toEqual({ status: 'ok' })
  expect((await ask('HEAD', '/health/live')).status).toBe(200)
  expect(passedOn).toEqual(['GET /slow'])
})

test('all else is passed on', async () => {
  for (const [method, path] of [
    ['POST', '/health/live'],
    ['GET', '/health/ready'],
  ] as const)
    void ask(method, path).catch(() => undefined)
  await expect.poll(() => passedOn.toSorted()).toEqual(['GET /health/ready', 'POST /health/live'])
})
