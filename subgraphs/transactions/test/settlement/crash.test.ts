import { setTimeout as sleep } from 'node:timers/promises'
import { executeOnSubgraph, expectLedgersToReconcile, waitUntil } from '@setrum/testing'
import { makeRandom } from '@setrum/testing/randomness'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { SITI } from '../support/fixtures.js'
import { aBill, aTokenSale, attemptsOfRow, BUY, INQUIRE, PAY } from '../support/operations.js'
import { startProcess } from '../support/start-process.js'

const random = makeRandom()
let subgraph: Awaited<ReturnType<typeof startProcess>>
beforeAll(async () => {
  subgraph = await startProcess()
})
afterEach(async () => {
  const rows = await subgraph.transactions.find().toArray()
  await expectLedgersToReconcile(
    subgraph.biller,
    rows.map(({ invoice, state, createdAt }) => ({ invoice, status: state, createdAt })),
  )
})
afterAll(() => subgraph?.stop())

const execute = (query: string, variables: Record<string, unknown>) =>
  executeOnSubgraph({ port: subgraph.port, to: 'transactions', viewer: SITI, query, variables })
const buy = (input: object) => execute(BUY, { input })
const allSettled = () =>
  waitUntil(async () => (await subgraph.transactions.countDocuments({ state: 'PROCESSING' })) === 0, {
    within: 60_000,
    what: 'every sale to settle',
  })

test('killed after storing, before the response: the sale becomes SUCCESS by itself, bought once', {
  timeout: 120_000,
}, async () => {
  // The purchase is made and its response never comes: the process is killed while it waits.
  await subgraph.biller.faults('top-up', '3001', 1)
  const input = aTokenSale()
  const lost = buy(input).catch(() => null)
  await waitUntil(async () => (await subgraph.biller.ledger()).transactions.length === 1)
  await subgraph.kill()
  expect(await lost).toBeNull()
  await subgraph.start()
  await allSettled()
  const again = await buy(input)
  expect(again.data.buyToken).toMatchObject({ status: 'SUCCESS', token: expect.stringMatching(/^\d{20}$/) })
  expect((await subgraph.biller.ledger()).transactions).toMatchObject([{ debited: 20_500 }])
})

test('killed before the request reached the biller: bought after the restart, once, under the same ref id', {
  timeout: 120_000,
}, async () => {
  await subgraph.biller.faults('top-up', '3002', 1)
  const input = aTokenSale()
  const lost = buy(input).catch(() => null)
  const row = await waitUntil(() => subgraph.transactions.findOne({ idempotencyKey: input.idempotencyKey }))
  await subgraph.kill()
  await lost
  await subgraph.start()
  await allSettled()
  const again = await buy(input)
  expect(again.data.buyToken).toMatchObject({ status: 'SUCCESS', invoice: row.invoice })
})

test.each([
  ['the biller has debited it and not responded', '3001', 1],
  ['it has not reached the biller', '3002', 2],
])(
  'killed during a payment when %s: the bill becomes SUCCESS by itself, paid once',
  { timeout: 120_000 },
  async (_when, fault, attempts) => {
    const bill = (await execute(INQUIRE, { input: aBill() })).data.inquireBill
    await subgraph.biller.faults('pay-pasca', fault, 1)
    const lost = execute(PAY, { id: bill.id }).catch(() => null)
    // The fault is removed when the request arrives.
    await waitUntil(() => subgraph.sandbox.state.faults.queued.length === 0, {
      what: 'the payment to reach the biller',
    })
    await subgraph.kill()
    expect(await lost).toBeNull()
    await subgraph.start()
    await allSettled()
    expect((await execute(PAY, { id: bill.id })).data.payBill).toMatchObject({
      status: 'SUCCESS',
      invoice: bill.invoice,
    })
    const { transactions } = await subgraph.biller.ledger()
    const entry = transactions.find(({ ref_id }) => ref_id === bill.invoice.replace('-', ''))
    expect(entry?.debited).toBe(entry?.price)
    const row = await subgraph.transactions.findOne({ invoice: bill.invoice })
    expect(attemptsOfRow(row)).toBe(attempts)
  },
)

test('killed again and again while four tills sell: no key is bought twice, no returned sale is lost', {
  timeout: 120_000,
}, async () => {
  const invoices = new Map<string, Set<string>>()
  let isSelling = true
  let kills = 0
  let responses = 0
  const till = async (name: string) => {
    // A fast machine makes fifteen sales before the third kill, and goes on until then.
    for (let sale = 0; sale < 15 || kills < 3; sale += 1) {
      const input = aTokenSale({ idempotencyKey: `till-${name}-${sale}` })
      // Repeats the key until a response comes, as the web app does.
      const invoice = await waitUntil(
        async () => (await buy(input).catch(() => null))?.data?.buyToken?.invoice as string | undefined,
        { within: 60_000, what: 'a response' },
      )
      const known = invoices.get(input.idempotencyKey) ?? new Set()
      invoices.set(input.idempotencyKey, known.add(invoice))
      responses += 1
    }
  }
  const killing = (async () => {
    while (isSelling && kills < 10) {
      // Each kill waits for a sale since the last start. Otherwise a slow machine would make no sale.
      const before = responses
      await waitUntil(() => !isSelling || responses > before, { within: 60_000, what: 'a sale between two kills' })
      await sleep(random() * 500)
      await subgraph.kill()
      await subgraph.start()
      kills += 1
    }
  })()
  await Promise.all(['a', 'b', 'c', 'd'].map(till))
  isSelling = false
  await killing
  await allSettled()
  const stored = new Set((await subgraph.transactions.find().toArray()).map(({ invoice }) => invoice))
  for (const returned of invoices.values()) {
    expect(returned.size).toBe(1)
    for (const invoice of returned) expect(stored).toContain(invoice)
  }
  expect(await subgraph.transactions.countDocuments({ state: 'SUCCESS', idempotencyKey: /^till-/ })).toBe(invoices.size)
})
