import { setTimeout as sleep } from 'node:timers/promises'
import { executeOnSubgraph, expectLedgersToReconcile, waitUntil } from '@setrum/testing'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { aBill, aTokenSale, BUY, INQUIRE, PAY } from '../support/operations.js'
import { startProcess } from '../support/start-process.js'
import { SITI } from '../support/world.js'

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

const ask = (query: string, variables: Record<string, unknown>) =>
  executeOnSubgraph({ port: subgraph.port, to: 'transactions', viewer: SITI, query, variables })
const buy = (input: object) => ask(BUY, { input })
const nothingOpen = () =>
  waitUntil(async () => (await subgraph.transactions.countDocuments({ state: 'PROCESSING' })) === 0, {
    within: 60_000,
    what: 'every sale to settle',
  })

test('killed between storing and answering: the sale ends SUCCESS by itself, bought once', {
  timeout: 120_000,
}, async () => {
  // The work is done and its answer never comes: the process dies while it waits.
  await subgraph.biller.faults('top-up', '3001', 1)
  const input = aTokenSale()
  const lost = buy(input).catch(() => null)
  await waitUntil(async () => (await subgraph.biller.ledger()).transactions.length === 1)
  await subgraph.kill()
  expect(await lost).toBeNull()
  await subgraph.start()
  await nothingOpen()
  const again = await buy(input)
  expect(again.data.buyToken).toMatchObject({ status: 'SUCCESS', token: expect.stringMatching(/^\d{20}$/) })
  expect((await subgraph.biller.ledger()).transactions).toMatchObject([{ debited: 20_500 }])
})

test('killed before the biller heard of it: bought after the restart, once, under the same number', {
  timeout: 120_000,
}, async () => {
  await subgraph.biller.faults('top-up', '3002', 1)
  const input = aTokenSale()
  const lost = buy(input).catch(() => null)
  const row = await waitUntil(() => subgraph.transactions.findOne({ idempotencyKey: input.idempotencyKey }))
  await subgraph.kill()
  await lost
  await subgraph.start()
  await nothingOpen()
  const again = await buy(input)
  expect(again.data.buyToken).toMatchObject({ status: 'SUCCESS', invoice: row.invoice })
})

test.each([
  ['the biller has taken the money and has not answered', '3001', 1],
  ['the biller has not heard of it', '3002', 2],
])(
  'killed while a bill is paid, when %s: the bill ends SUCCESS by itself, paid once',
  { timeout: 120_000 },
  async (_when, fault, sends) => {
    const bill = (await ask(INQUIRE, { input: aBill() })).data.inquireBill
    await subgraph.biller.faults('pay-pasca', fault, 1)
    const lost = ask(PAY, { id: bill.id }).catch(() => null)
    // Only a request that has arrived uses the fault up.
    await waitUntil(() => subgraph.sandbox.world.faults.queued.length === 0, {
      what: 'the payment to reach the biller',
    })
    await subgraph.kill()
    expect(await lost).toBeNull()
    await subgraph.start()
    await nothingOpen()
    expect((await ask(PAY, { id: bill.id })).data.payBill).toMatchObject({ status: 'SUCCESS', invoice: bill.invoice })
    const { transactions } = await subgraph.biller.ledger()
    const entry = transactions.find(({ ref_id }) => ref_id === bill.invoice.replace('-', ''))
    expect(entry?.debited).toBe(entry?.price)
    const row = await subgraph.transactions.findOne({ invoice: bill.invoice })
    expect(row?.sends).toBe(sends)
  },
)

test('killed again and again while four tills sell: no key is bought twice, nothing answered is lost', {
  timeout: 120_000,
}, async () => {
  const invoices = new Map<string, Set<string>>()
  let isSelling = true
  let kills = 0
  const till = async (name: string) => {
    // A quick machine sells its fifteen before the third kill: it sells on until then.
    for (let sale = 0; sale < 15 || kills < 3; sale += 1) {
      const input = aTokenSale({ idempotencyKey: `till-${name}-${sale}` })
      // A till repeats its key until it is told, as the web app does.
      const invoice = await waitUntil(
        async () => (await buy(input).catch(() => null))?.data?.buyToken?.invoice as string | undefined,
        { within: 60_000, what: 'an answer' },
      )
      const known = invoices.get(input.idempotencyKey) ?? new Set()
      invoices.set(input.idempotencyKey, known.add(invoice))
    }
  }
  const killing = (async () => {
    while (isSelling) {
      await sleep(100 + Math.random() * 500)
      await subgraph.kill()
      await subgraph.start()
      kills += 1
    }
  })()
  await Promise.all(['a', 'b', 'c', 'd'].map(till))
  isSelling = false
  await killing
  await nothingOpen()
  const booked = new Set((await subgraph.transactions.find().toArray()).map(({ invoice }) => invoice))
  for (const told of invoices.values()) {
    expect(told.size).toBe(1)
    for (const invoice of told) expect(booked).toContain(invoice)
  }
  expect(await subgraph.transactions.countDocuments({ state: 'SUCCESS', idempotencyKey: /^till-/ })).toBe(invoices.size)
})
