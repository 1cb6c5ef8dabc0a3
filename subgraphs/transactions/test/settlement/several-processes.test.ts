import { createServer } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { waitUntil } from '@setrum/testing'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { buy } from '../support/operations.js'
import { startTestTransactions, type TestTransactions } from '../support/start-test-transactions.js'

let subgraph: TestTransactions
let watch: Awaited<ReturnType<typeof startWatch>>
beforeAll(async () => {
  watch = await startWatch()
  subgraph = await startTestTransactions({
    biller: {
      prepaidUrl: watch.url,
      postpaidUrl: watch.url,
      username: '081200001111',
      apiKey: 'demo-key-123',
      timeoutMs: 25_000,
    },
    reconcile: { tickMs: 20, leaseMs: 10_000, perMinute: 60_000, concurrency: 8 },
  })
  watch.to = subgraph.sandbox.url
})
afterEach(() => subgraph.expectLedgersToReconcile())
afterAll(async () => {
  await subgraph?.stop()
  await watch?.stop()
})

test('three processes share the open sales and never ask for one at the same time', async () => {
  const others = await Promise.all([subgraph.startAnother(), subgraph.startAnother()])
  try {
    subgraph.sandbox.world.settings.callbacks = false
    await subgraph.biller.delay(null)
    await Promise.all(Array.from({ length: 30 }, () => buy(subgraph)))
    await waitUntil(() => watch.questions > 40, { what: 'questions of several processes' })
    for (const { ref_id } of (await subgraph.biller.ledger()).transactions) await subgraph.biller.settle(ref_id)
    await subgraph.allSettled()
    expect(watch.mostAtOnce).toBe(1)
    const twice = await subgraph.collection('transaction').countDocuments({
      $expr: { $gt: [{ $size: { $filter: { input: '$events', cond: { $eq: ['$$this.to', 'SUCCESS'] } } } }, 1] },
    })
    expect(twice).toBe(0)
  } finally {
    await Promise.all(others.map((other) => other.stop()))
  }
})

/** Stands between us and the biller, a little slow, and counts how many status queries of one number are under way. */
async function startWatch() {
  const underWay = new Map<string, number>()
  const watch = { url: '', to: '', questions: 0, mostAtOnce: 0, stop: (): Promise<void> => Promise.resolve() }
  const server = createServer(async (request, response) => {
    // What is asked before the biller is there is cut off, as by a network.
    if (watch.to === '') return void request.socket.destroy()
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const body = Buffer.concat(chunks).toString()
    const isQuestion = request.url === '/api/check-status'
    const refId = isQuestion ? String(JSON.parse(body).ref_id) : ''
    if (isQuestion) {
      watch.questions += 1
      underWay.set(refId, (underWay.get(refId) ?? 0) + 1)
      watch.mostAtOnce = Math.max(watch.mostAtOnce, underWay.get(refId) ?? 0)
      await sleep(20)
    }
    const answer = await fetch(watch.to + request.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    })
    const text = await answer.text()
    if (isQuestion) underWay.set(refId, (underWay.get(refId) ?? 1) - 1)
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(text)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  watch.url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  watch.stop = async () => {
    server.closeAllConnections()
    await new Promise<void>((resolve) => server.close(() => resolve()))
  }
  return watch
}
