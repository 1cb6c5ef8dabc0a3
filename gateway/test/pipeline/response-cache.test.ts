import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startTestGateway } from '../support/start-test-gateway.js'

const SALES = '{ salesSummary { success { count } } }'
const SALE = '{ transaction(id: "t1") { status } }'
const BUY =
  'mutation { buyToken(input: { meterNumber: "12345678901", productCode: "hpln50000", idempotencyKey: "key-12345" }) { invoice } }'

let running: Awaited<ReturnType<typeof startTestGateway>>
beforeEach(async () => {
  // Longer than a test takes on a slow machine.
  running = await startTestGateway({ responseCacheTtlMs: 60_000 })
})
afterEach(() => running?.stop())

const countTransactionsCalls = () => running.subgraphs.transactions.requests.length

describe('equal queries', () => {
  test('of one user at the same time run once', async () => {
    running.subgraphs.transactions.fault = { delayMs: 1_500 }
    const responses = await Promise.all(Array.from({ length: 8 }, () => running.execute(SALE)))
    expect(responses.map(({ data }) => data)).toEqual(Array(8).fill({ transaction: { status: 'SUCCESS' } }))
    expect(countTransactionsCalls()).toBe(1)
  })

  test('of one user within the TTL share a response', async () => {
    const first = await running.execute(SALES)
    expect((await running.execute(SALES)).data).toEqual(first.data)
    expect(countTransactionsCalls()).toBe(1)
  })

  test('of other users, languages, variables or sessions do not share a response', async () => {
    const query = 'query($f: SalesFilter) { salesSummary(filter: $f) { success { count } } }'
    const f = { from: '2026-01-01', to: '2026-01-02' }
    await running.execute(query, { variables: { f: {} } })
    await running.execute(query, { variables: { f: {} }, as: 'EMPLOYEE' })
    await running.execute(query, { variables: { f: {} }, headers: { 'accept-language': 'en' } })
    await running.execute(query, { variables: { f } })
    await running.execute(query, {
      variables: { f: {} },
      as: null,
      headers: { authorization: `Bearer ${running.createToken('ADMIN', { sessionId: 'session-2' })}` },
    })
    expect(countTransactionsCalls()).toBe(5)
  })

  test.each([
    ['a pending sale', SALE],
    ['the balance at the biller', '{ billerBalance { balance } }'],
  ])('for %s run each time', async (_title, query) => {
    await running.execute(query)
    await running.execute(query)
    expect(countTransactionsCalls()).toBe(2)
  })

  test('of anonymous callers run each time', async () => {
    await running.execute(SALES, { as: null })
    await running.execute(SALES, { as: null })
    expect(countTransactionsCalls()).toBe(2)
  })

  test('run again after an incomplete response', async () => {
    running.subgraphs.transactions.fault = '500'
    expect((await running.execute(SALES)).data).toEqual({ salesSummary: null })
    running.subgraphs.transactions.fault = null
    expect((await running.execute(SALES)).data).toEqual({ salesSummary: { success: { count: 2 } } })
  })
})

describe('a mutation', () => {
  test('runs as often as it is sent', async () => {
    await Promise.all([running.execute(BUY), running.execute(BUY)])
    expect(countTransactionsCalls()).toBe(2)
  })

  test('of any user clears the cache', async () => {
    await running.execute(SALES)
    await running.execute(BUY, { as: 'EMPLOYEE' })
    await running.execute(SALES)
    expect(countTransactionsCalls()).toBe(3)
  })

  test('clears the responses of queries that ran during it', async () => {
    running.subgraphs.transactions.fault = { delayMs: 1_500 }
    const buying = running.execute(BUY, { as: 'EMPLOYEE' })
    await expect.poll(countTransactionsCalls, { timeout: 20_000 }).toBe(1)
    await Promise.all([buying, running.execute(SALES)])
    await running.execute(SALES)
    expect(countTransactionsCalls()).toBe(3)
  })
})
