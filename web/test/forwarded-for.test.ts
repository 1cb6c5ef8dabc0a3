import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import '../forwarded-for.mjs'

test('the browser’s real address is appended to the addresses that it claims', async () => {
  const server = createServer(({ headers }, response) => response.end(headers['x-forwarded-for']))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const send = async (headers: Record<string, string>) =>
    (await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, { headers })).text()
  expect(await send({})).toBe('127.0.0.1')
  // The gateway trusts the list from its end, up to TRUST_PROXY.
  expect(await send({ 'x-forwarded-for': '203.0.113.7' })).toBe('203.0.113.7, 127.0.0.1')
  server.close()
})
