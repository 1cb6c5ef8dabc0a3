import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import '../forwarded-for.mjs'

test('a browser that claims to be somebody else is named after what it claims, by the address that it comes from', async () => {
  const server = createServer(({ headers }, response) => response.end(headers['x-forwarded-for']))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const ask = async (headers: Record<string, string>) =>
    (await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, { headers })).text()
  expect(await ask({})).toBe('127.0.0.1')
  // The gateway believes such a list from its end, as far as its TRUST_PROXY goes.
  expect(await ask({ 'x-forwarded-for': '203.0.113.7' })).toBe('203.0.113.7, 127.0.0.1')
  server.close()
})
