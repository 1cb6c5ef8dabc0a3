import { waitUntil } from '@setrum/testing'
import { ObjectId } from 'mongodb'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { RECOVERY_RULES, scaledRules } from '../../src/domain/settlement/recovery-rules.js'
import { reconcileAt } from '../../src/env.js'
import { SITI } from '../support/fixtures.js'
import { buy as buyToken, cacheMeterOwner, inquireWithRetries, PAY } from '../support/operations.js'
import { startTestTransactions, type TestTransactions } from '../support/start-test-transactions.js'

// Several sales at once for every fault of the biller's network and of its callbacks. `npm run test:faults` makes fifty in
// real time, and a sale must settle within a minute after the fault. CI makes ten, scales the biller's times by 0.02 and
// waits as long, because the machine is not faster.
const SCALE = Number(process.env.FAULTS_TIME_SCALE ?? 0.02)
const isRealTime = SCALE === 1
const SALES = isRealTime ? 50 : 10
const BILLS = isRealTime ? 1 : 3
const TIMEOUT_MS = isRealTime ? 30_000 : 500
const SETTLE_MS = 60_000

let subgraph: TestTransactions
beforeAll(async () => {
  subgraph = await startTestTransactions({
    rules: { ...scaledRules(RECOVERY_RULES, SCALE), callMs: TIMEOUT_MS + 5_000 },
    reconcile: reconcileAt(SCALE, 60_000),
    timeoutMs: TIMEOUT_MS,
    // A purchase that a fault delays is returned early, so that the time to settle begins at once.
    responseTimeoutMs: 200,
  })
  await subgraph.biller.delay(isRealTime ? 1_000 : 30)
  if (!isRealTime) subgraph.sandbox.state.settings.lateCallbackMs = 1_000
})
afterEach(() => subgraph.expectLedgersToReconcile())
afterAll(() => subgraph?.stop())

const sellTokens = async (meterNumber = '12345678901') => {
  await cacheMeterOwner(subgraph, meterNumber)
  return Promise.all(Array.from({ length: SALES }, () => buyToken(subgraph, { meterNumber })))
}

/** Waits until the sales are settled; returns their number by status. */
async function settledStatuses(ids: readonly string[]): Promise<Record<string, number>> {
  const sales = subgraph.collection('transaction')
  const _id = { $in: ids.map((id) => new ObjectId(id)) }
  await waitUntil(async () => (await sales.countDocuments({ _id, state: 'PROCESSING' })) === 0, {
    within: SETTLE_MS,
    what: 'the sales to settle',
  })
  const rows = await sales.find({ _id }).toArray()
  const counts: Record<string, number> = {}
  for (const { state } of rows) counts[state] = (counts[state] ?? 0) + 1
  return counts
}

describe(`${SALES} tokens sold while`, () => {
  test.each([
    ['3001', 'the biller does the work and never responds'],
    ['3002', 'the biller neither does the work nor responds'],
    ['3003', 'the connection is cut after the work'],
    ['3004', 'the connection is cut before the work'],
    ['3005', 'a 502 comes after the work'],
    ['3006', 'a 502 comes before the work'],
    ['3007', 'half a JSON comes'],
    ['3008', 'an empty body comes'],
    ['3009', 'a maintenance page comes'],
    ['3010', 'the response comes after 25 s'],
    ['3011', 'the response comes after 45 s'],
    ['3015', 'a 500 with a usable body comes'],
  ])('%s, %s: all end SUCCESS, each debited once', { timeout: 180_000 }, async (fault) => {
    await subgraph.biller.faults('top-up', fault, SALES)
    const sales = await sellTokens()
    expect(sales.filter(({ status }) => status === 'FAILED')).toEqual([])
    expect(await settledStatuses(sales.map(({ id }) => id))).toEqual({ SUCCESS: SALES })
  })

  test.each([
    ['3012', 'the biller does not find what it has done, three times'],
    ['3014', 'the first call never arrives'],
  ])('%s, %s: all end SUCCESS, each debited once', { timeout: 180_000 }, async (fault) => {
    const sales = await sellTokens(`1400000${fault}`)
    expect(await settledStatuses(sales.map(({ id }) => id))).toEqual({ SUCCESS: SALES })
  })

  test('3013, status queries get no response for a while: all end SUCCESS afterwards', {
    timeout: 180_000,
  }, async () => {
    const { faults } = subgraph.sandbox.state
    await subgraph.biller.faults('check-status', '3005', 100_000)
    const sales = await sellTokens()
    await waitUntil(() => (faults.queued[0]?.times ?? 0) < 99_990, { within: SETTLE_MS })
    expect(await subgraph.collection('transaction').countDocuments({ state: 'PROCESSING' })).toBe(SALES)
    faults.clear()
    expect(await settledStatuses(sales.map(({ id }) => id))).toEqual({ SUCCESS: SALES })
  })
})

describe(`${SALES} tokens whose callback`, () => {
  test.each([
    ['4001', 'comes seven times', 7],
    ['4002', 'comes before the response to the purchase', 1],
    ['4003', 'comes long after the sale was settled', 1],
    ['4004', 'claims failure after success', 2],
    ['4005', 'claims success after failure', 2],
    ['4006', 'is forged', 3],
    ['4007', 'is signed and false', 1],
    ['4008', 'names an unknown sale', 2],
    ['4009', 'never comes', 0],
    ['4010', 'has no serial number', 1],
    ['4011', 'has the old names', 1],
    ['4012', 'is XML', 1],
    ['4013', 'has numbers for texts', 1],
    ['4014', 'is broken, empty, huge', 3],
    ['4015', 'comes from a borrowed address', 2],
    ['4017', 'comes in reverse order of the sales', 1],
    ['4018', 'claims that it is pending', 2],
  ])('%s, %s: each ends as in the biller’s ledger', { timeout: 180_000 }, async (fault, _how, calls) => {
    const before = subgraph.callbackProxy.statuses.length
    const sales = await sellTokens(`1400000${fault}`)
    const ids = sales.map(({ id }) => id)
    const state = fault === '4005' ? 'FAILED' : 'SUCCESS'
    expect(await settledStatuses(ids)).toEqual({ [state]: SALES })
    // All callbacks have come and the status queries that they caused are over: no status changed, no review is needed.
    await waitUntil(() => subgraph.callbackProxy.statuses.length >= before + calls * SALES, { within: SETTLE_MS })
    const _id = { $in: ids.map((id) => new ObjectId(id)) }
    const open = { _id, nextCheckAt: { $exists: true } }
    await waitUntil(async () => (await subgraph.collection('transaction').countDocuments(open)) === 0, {
      within: SETTLE_MS,
    })
    expect(await subgraph.collection('transaction').countDocuments({ _id, state, needsAttention: false })).toBe(SALES)
  })

  test.each(['responds 500', 'hangs'] as const)(
    '4016, finds a receiver that %s: all end SUCCESS',
    {
      timeout: 180_000,
    },
    async (fault) => {
      subgraph.callbackProxy.fault = fault
      const sales = await sellTokens('14000004016')
      expect(await settledStatuses(sales.map(({ id }) => id))).toEqual({ SUCCESS: SALES })
      subgraph.callbackProxy.fault = null
    },
  )
})

describe(`${BILLS} bills paid while`, () => {
  // A payment that never arrived is paid again only after 2.5 minutes of "not paid" (biller reference, section 7): in
  // real time those are no case for a minute, and recovery.test.ts shows them.
  test.each([
    ['3001', 'the biller does the work and never responds'],
    ['3003', 'the connection is cut after the work'],
    ['3005', 'a 502 comes after the work'],
    ['3007', 'half a JSON comes'],
    ['3008', 'an empty body comes'],
    ['3010', 'the response comes after 25 s'],
    ['3011', 'the response comes after 45 s'],
    ['3015', 'a 500 with a usable body comes'],
  ])('%s, %s: all end SUCCESS, each debited once', { timeout: 180_000 }, async (fault) => {
    // One number has one open payment at a time, so they are paid one after another.
    const customerNumber = `53000000${fault}`
    const ids: string[] = []
    for (let sale = 0; sale < BILLS; sale += 1) {
      const bill = await inquireWithRetries(subgraph, { customerNumber })
      const paid = await subgraph.execute(SITI, PAY, { id: bill.id })
      expect(paid.data.payBill.status).not.toBe('FAILED')
      await subgraph.settled(bill.id, SETTLE_MS)
      ids.push(bill.id)
    }
    expect(await settledStatuses(ids)).toEqual({ SUCCESS: ids.length })
  })
})
