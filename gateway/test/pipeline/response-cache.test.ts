import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startTestGateway } from '../support/start-test-gateway.js'

const SALES = '{ salesSummary { success { count } } }'
const SALE = '{ transaction(id: "t1") { status } }'
const BUY =
  'mutation { buyToken(input: { meterNumber: "12345678901", productCode: "hpln50000", idempotencyKey: "key-12345" }) { invoice } }'

let running: Awaited<ReturnType<typeof startTestGateway>>
beforeEach(async () => {
  // So long that a slow machine does not outlast it.
  running = await startTestGateway({ responseCacheTtlMs: 60_000 })
})
afterEach(() => running?.stop())

const askedOfTransactions = () => running.subgraphs.transactions.received.length

describe('the same question', () => {
  test('of one person at one moment is asked once', async () => {
    running.subgraphs.transactions.fault = { lateMs: 1_500 }
    const answers = await Promise.all(Array.from({ length: 8 }, () => running.ask(SALE)))
    expect(answers.map(({ data }) => data)).toEqual(Array(8).fill({ transaction: { status: 'SUCCESS' } }))
    expect(askedOfTransactions()).toBe(1)
  })

  test('of one person a moment later has the same answer', async () => {
    const first = await running.ask(SALES)
    expect((await running.ask(SALES)).data).toEqual(first.data)
    expect(askedOfTransactions()).toBe(1)
  })

  test('of somebody else, in another language or with other variables is another question', async () => {
    const query = 'query($f: SalesFilter) { salesSummary(filter: $f) { success { count } } }'
    const f = { from: '2026-01-01', to: '2026-01-02' }
    await running.ask(query, { variables: { f: {} } })
    await running.ask(query, { variables: { f: {} }, as: 'EMPLOYEE' })
    await running.ask(query, { variables: { f: {} }, headers: { 'accept-language': 'en' } })
    await running.ask(query, { variables: { f } })
    await running.ask(query, {
      variables: { f: {} },
      as: null,
      headers: { authorization: `Bearer ${running.tokenOf('ADMIN', { sessionId: 'session-2' })}` },
    })
    expect(askedOfTransactions()).toBe(5)
  })

  test.each([
    ['a sale that a till waits for', SALE],
    ['what is left at the biller', '{ billerBalance { balance } }'],
  ])('about %s is asked each time', async (_title, query) => {
    await running.ask(query)
    await running.ask(query)
    expect(askedOfTransactions()).toBe(2)
  })

  test('of nobody is asked each time', async () => {
    await running.ask(SALES, { as: null })
    await running.ask(SALES, { as: null })
    expect(askedOfTransactions()).toBe(2)
  })

  test('is asked again when the answer was not complete', async () => {
    running.subgraphs.transactions.fault = '500'
    expect((await running.ask(SALES)).data).toEqual({ salesSummary: null })
    running.subgraphs.transactions.fault = null
    expect((await running.ask(SALES)).data).toEqual({ salesSummary: { success: { count: 2 } } })
  })
})

describe('a change', () => {
  test('is made as often as it is sent', async () => {
    await Promise.all([running.ask(BUY), running.ask(BUY)])
    expect(askedOfTransactions()).toBe(2)
  })

  test('by anybody ends what was known before it', async () => {
    await running.ask(SALES)
    await running.ask(BUY, { as: 'EMPLOYEE' })
    await running.ask(SALES)
    expect(askedOfTransactions()).toBe(3)
  })

  test('ends what was asked while it was made', async () => {
    running.subgraphs.transactions.fault = { lateMs: 1_500 }
    const buying = running.ask(BUY, { as: 'EMPLOYEE' })
    await expect.poll(askedOfTransactions, { timeout: 20_000 }).toBe(1)
    await Promise.all([buying, running.ask(SALES)])
    await running.ask(SALES)
    expect(askedOfTransactions()).toBe(3)
  })
})
