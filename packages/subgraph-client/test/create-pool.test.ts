import { AsyncLocalStorage } from 'node:async_hooks'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { createPool } from '../src/create-pool.js'

// The channel from which OpenTelemetry learns of a request; the active trace is in the async context.
const CHANNEL = 'undici:request:create'

test('with tracing, a request that waits for a connection is sent in the context of its caller', async () => {
  const server = createServer((_request, response) => response.end('ok')).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const pool = createPool(origin, { connections: 1, pipelining: 1 }, true)
  const callers = new AsyncLocalStorage<string>()
  const contexts: [path: string, caller: string | undefined][] = []
  const record = (message: unknown) =>
    contexts.push([(message as { request: { path: string } }).request.path, callers.getStore()])
  subscribe(CHANNEL, record)
  try {
    const send = async (caller: string) => {
      const { body } = await pool.request({ path: `/${caller}`, method: 'GET' })
      await body.text()
    }
    await Promise.all(['first', 'second', 'third'].map((caller) => callers.run(caller, () => send(caller))))
  } finally {
    unsubscribe(CHANNEL, record)
    await pool.close()
    server.close()
  }
  expect(contexts).toEqual([
    ['/first', 'first'],
    ['/second', 'second'],
    ['/third', 'third'],
  ])
})
