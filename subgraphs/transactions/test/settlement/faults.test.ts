import { waitUntil } from '@setrum/testing'
import { ObjectId } from 'mongodb'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { RECOVERY_RULES, scaledRules } from '../../src/domain/settlement/recovery.js'
import { reconcileAt } from '../../src/env.js'
import { buy as buyToken, lookUp, meet, PAY } from '../support/operations.js'
import { startTestTransactions, type TestTransactions } from '../support/start-test-transactions.js'
import { SITI } from '../support/world.js'

// Fifty sales for every fault of the biller's network and of its callbacks. `npm run test:faults` runs it in real time,
// where a sale must be settled within a minute of the fault's end; CI runs it fifty times as fast and waits as long,
// because the machine does not get faster.
const SALES = 50
const SCALE = Number(process.env.FAULTS_TIME_SCALE ?? 0.02)
const isRealTime = SCALE === 1
const TIMEOUT_MS = isRealTime ? 30_000 : 500
const SETTLE_MS = 60_000

let subgraph: TestTransactions
beforeAll(async () => {
  subgraph = await startTestTransactions({
    rules: { ...scaledRules(RECOVERY_RULES, SCALE), callMs: TIMEOUT_MS + 5_000 },
    reconcile: reconcileAt(SCALE, 60_000),
    timeoutMs: TIMEOUT_MS,
    // Nobody waits here for what a fault holds up: the time that a sale takes begins at once.
    answerMs: 200,
  })
  await subgraph.biller.delay(isRealTime ? 1_000 : 30)
  if (!isRealTime) subgraph.sandbox.world.settings.lateCallbackMs = 1_000
})
afterEach(() => subgraph.expectLedgersToReconcile())
afterAll(() => subgraph?.stop())

const fifty = async (meterNumber = '12345678901') => {
  await meet(subgraph, meterNumber)
  return Promise.all(Array.from({ length: SALES }, () => buyToken(subgraph, { meterNumber })))
}

/** How the sales ended, once none is open: state to count. */
async function endOf(ids: readonly string[]): Promise<Record<string, number>> {
  await Promise.all(ids.map((id) => subgraph.settled(id, SETTLE_MS)))
  const rows = await subgraph
    .collection('transaction')
    .find({ _id: { $in: ids.map((id) => new ObjectId(id)) } })
    .toArray()
  const counts: Record<string, number> = {}
  for (const { state } of rows) counts[state] = (counts[state] ?? 0) + 1
  return counts
}

describe('fifty tokens sold while', () => {
  test.each([
    ['3001', 'the biller does the work and never answers'],
    ['3002', 'the biller neither works nor answers'],
    ['3003', 'the connection is cut after the work'],
    ['3004', 'the connection is cut before the work'],
    ['3005', 'a 502 comes after the work'],
    ['3006', 'a 502 comes before the work'],
    ['3007', 'half a JSON comes'],
    ['3008', 'an empty body comes'],
    ['3009', 'a maintenance page comes'],
    ['3010', 'the answer comes after 25 s'],
    ['3011', 'the answer comes after 45 s'],
    ['3015', 'a 500 with an answer in it comes'],
  ])('%s, %s: all end SUCCESS, each debited once', { timeout: 180_000 }, async (fault) => {
    await subgraph.biller.faults('top-up', fault, SALES)
    const sales = await fifty()
    expect(sales.filter(({ status }) => status === 'FAILED')).toEqual([])
    expect(await endOf(sales.map(({ id }) => id))).toEqual({ SUCCESS: SALES })
  })

  test.each([
    ['3012', 'the biller does not find what it has done, three times'],
    ['3014', 'the first call never arrives'],
  ])('%s, %s: all end SUCCESS, each debited once', { timeout: 180_000 }, async (fault) => {
    const sales = await fifty(`1400000${fault}`)
    expect(await endOf(sales.map(({ id }) => id))).toEqual({ SUCCESS: SALES })
  })

  test('3013, no status query is answered for a while: all end SUCCESS once they are', {
    timeout: 180_000,
  }, async () => {
    const { faults } = subgraph.sandbox.world
    await subgraph.biller.faults('check-status', '3005', 100_000)
    const sales = await fifty()
    await waitUntil(() => (faults.queued[0]?.times ?? 0) < 99_990, { within: SETTLE_MS })
    expect(await subgraph.collection('transaction').countDocuments({ state: 'PROCESSING' })).toBe(SALES)
    faults.clear()
    expect(await endOf(sales.map(({ id }) => id))).toEqual({ SUCCESS: SALES })
  })
})

describe('fifty tokens whose callback', () => {
  test.each([
    ['4001', 'comes seven times', 7],
    ['4002', 'comes before the answer to the purchase', 1],
    ['4003', 'comes long after the sale was settled', 1],
    ['4004', 'says failed after it said success', 2],
    ['4005', 'says success after it said failed', 2],
    ['4006', 'is forged', 3],
    ['4007', 'is signed and false', 1],
    ['4008', 'names a sale that nobody made', 2],
    ['4009', 'never comes', 0],
    ['4010', 'has no serial number', 1],
    ['4011', 'has the old names', 1],
    ['4012', 'is XML', 1],
    ['4013', 'has numbers for texts', 1],
    ['4014', 'is broken, empty, huge', 3],
    ['4015', 'comes from a borrowed address', 2],
    ['4017', 'comes in reverse order of the sales', 1],
    ['4018', 'says that it is pending', 2],
  ])('%s, %s: each ends as the biller’s ledger says', { timeout: 180_000 }, async (fault, _how, calls) => {
    const heard = subgraph.door.statuses.length
    const sales = await fifty(`1400000${fault}`)
    const ids = sales.map(({ id }) => id)
    const state = fault === '4005' ? 'FAILED' : 'SUCCESS'
    expect(await endOf(ids)).toEqual({ [state]: SALES })
    // All callbacks have come, and whatever they called in question was asked for: nothing changed, nobody is called.
    await waitUntil(() => subgraph.door.statuses.length >= heard + calls * SALES, { within: SETTLE_MS })
    const _id = { $in: ids.map((id) => new ObjectId(id)) }
    const open = { _id, nextCheckAt: { $exists: true } }
    await waitUntil(async () => (await subgraph.collection('transaction').countDocuments(open)) === 0, {
      within: SETTLE_MS,
    })
    expect(await subgraph.collection('transaction').countDocuments({ _id, state, needsAttention: false })).toBe(SALES)
  })

  test.each(['answers 500', 'hangs'] as const)(
    '4016, finds a receiver that %s: all end SUCCESS',
    {
      timeout: 180_000,
    },
    async (how) => {
      subgraph.door.illness = how
      const sales = await fifty('14000004016')
      expect(await endOf(sales.map(({ id }) => id))).toEqual({ SUCCESS: SALES })
      subgraph.door.illness = null
    },
  )
})

describe('ten bills paid while', () => {
  // A payment that never arrived is paid again only after 2.5 minutes of "not paid" (biller reference, section 7): in
  // real time those are no case for a minute, and recovery.test.ts shows them.
  test.each([
    ['3001', 'the biller does the work and never answers'],
    ['3003', 'the connection is cut after the work'],
    ['3005', 'a 502 comes after the work'],
    ['3007', 'half a JSON comes'],
    ['3008', 'an empty body comes'],
    ['3010', 'the answer comes after 25 s'],
    ['3011', 'the answer comes after 45 s'],
    ['3015', 'a 500 with an answer in it comes'],
  ])('%s, %s: all end SUCCESS, each debited once', { timeout: 180_000 }, async (fault) => {
    // One number has one open payment at a time, so they are paid one after another; in real time, one.
    const customerNumber = `53000000${fault}`
    const ids: string[] = []
    for (let sale = 0; sale < (isRealTime ? 1 : 10); sale += 1) {
      const bill = await lookUp(subgraph, { customerNumber })
      const paid = await subgraph.ask(SITI, PAY, { id: bill.id })
      expect(paid.data.payBill.status).not.toBe('FAILED')
      await subgraph.settled(bill.id, SETTLE_MS)
      ids.push(bill.id)
    }
    expect(await endOf(ids)).toEqual({ SUCCESS: ids.length })
  })
})
