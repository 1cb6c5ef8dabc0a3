import { waitUntil } from '@setrum/testing'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { buy } from './support/operations.js'
import { startTestTransactions, type TestTransactions } from './support/start-test-transactions.js'

/** The biller never settles a purchase for this meter. */
const PENDING_METER = '14000007002'

let subgraph: TestTransactions
beforeAll(async () => {
  subgraph = await startTestTransactions()
})
afterEach(() => subgraph.expectLedgersToReconcile())
afterAll(() => subgraph?.stop())

const metrics = async () => (await fetch(`http://127.0.0.1:${subgraph.port}/metrics`)).text()
const open = (text: string, age: string) =>
  Number(new RegExp(`^transactions_processing\\{age="${age}"\\} (\\d+)`, 'm').exec(text)?.[1])

test('/metrics has the outcomes of the biller, and the open sales by age', async () => {
  const done = await buy(subgraph)
  await subgraph.settled(done.id)
  await buy(subgraph, { meterNumber: PENDING_METER })
  const old = await buy(subgraph, { meterNumber: PENDING_METER })
  await subgraph
    .collection('transaction')
    .updateOne({ invoice: old.invoice }, { $set: { createdAt: new Date(Date.now() - 2 * 3_600_000) } })

  const text = await waitUntil(async () => {
    const now = await metrics()
    return /biller_outcomes_total\{call="STATUS",outcome="PENDING_PROCESS"\}/.test(now) ? now : null
  })
  expect(text).toMatch(/^biller_outcomes_total\{call="STATUS",outcome="SUCCESS"\} [1-9]/m)
  expect(text).toMatch(/^biller_outcomes_total\{call="PURCHASE",outcome="PENDING_PROCESS"\} [1-9]/m)
  expect([open(text, 'up to 1m'), open(text, '1m to 10m'), open(text, '1h to 24h'), open(text, 'over 24h')]).toEqual([
    1, 0, 1, 0,
  ])
})
