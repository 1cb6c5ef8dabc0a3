import { createServer } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { waitUntil } from '@setrum/testing'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { buy } from '../support/operations.js'
import { startTestTransactions, type TestTransactions } from '../support/start-test-transactions.js'

let subgraph: TestTransactions
let proxy: Awaited<ReturnType<typeof startBillerProxy>>
beforeAll(async () => {
  proxy = await startBillerProxy()
  subgraph = await startTestTransactions({
    biller: {
      prepaidUrl: proxy.url,
      postpaidUrl: proxy.url,
      username: '081200001111',
      apiKey: 'demo-key-123',
      timeoutMs: 25_000,
    },
    reconcile: { tickMs: 20, leaseMs: 10_000, perMinute: 60_000, concurrency: 8 },
  })
  proxy.to = subgraph.sandbox.url
})
afterEach(() => subgraph.expectLedgersToReconcile())
afterAll(async () => {
  await subgraph?.stop()
  await proxy?.stop()
})

test('three processes share the open sales and never query one at the same time', async () => {
  const instances = await Promise.all([subgraph.startAnother(), subgraph.startAnother()])
  try {
    subgraph.sandbox.state.settings.callbacks = false
    await subgraph.biller.delay(null)
    await Promise.all(Array.from({ length: 30 }, () => buy(subgraph)))
    await waitUntil(() => proxy.queries > 40, { what: 'status queries of several processes' })
    for (const { ref_id } of (await subgraph.biller.ledger()).transactions) await subgraph.biller.settle(ref_id)
    await subgraph.allSettled()
    expect(proxy.mostAtOnce).toBe(1)
    const settledTwice = await subgraph.collection('transaction').countDocuments({
      $expr: { $gt: [{ $size: { $filter: { input: '$events', cond: { $eq: ['$$this.to', 'SUCCESS'] } } } }, 1] },
    })
    expect(settledTwice).toBe(0)
  } finally {
    await Promise.all(instances.map((instance) => instance.stop()))
  }
})

/** Forwards to the biller with a delay, and counts the concurrent status queries for each ref id. */
async function startBillerProxy() {
  const underWay = new Map<string, number>()
  const proxy = { url: '', to: '', queries: 0, mostAtOnce: 0, stop: (): Promise<void> => Promise.resolve() }
  const server = createServer(async (request, response) => {
    // Before the biller is started, connections are cut off.
    if (proxy.to === '') return void request.socket.destroy()
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const body = Buffer.concat(chunks).toString()
    const isStatusQuery = request.url === '/api/check-status'
    const refId = isStatusQuery ? String(JSON.parse(body).ref_id) : ''
    if (isStatusQuery) {
      proxy.queries += 1
      underWay.set(refId, (underWay.get(refId) ?? 0) + 1)
      proxy.mostAtOnce = Math.max(proxy.mostAtOnce, underWay.get(refId) ?? 0)
      await sleep(20)
    }
    const forwarded = await fetch(proxy.to + request.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    })
    const text = await forwarded.text()
    if (isStatusQuery) underWay.set(refId, (underWay.get(refId) ?? 1) - 1)
    response.writeHead(forwarded.status, { 'content-type': 'application/json' }).end(text)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  proxy.url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  proxy.stop = async () => {
    server.closeAllConnections()
    await new Promise<void>((resolve) => server.close(() => resolve()))
  }
  return proxy
}
