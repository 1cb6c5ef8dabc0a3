import { fileURLToPath } from 'node:url'
import type { ProcessName } from '@setrum/house'
import { type HouseSetup, type RunningHouse, startHouse, waitUntil } from '@setrum/testing'
import { afterEach, expect, test } from 'vitest'
import { runCrash } from './crash-run.js'

// `npm run test:crash` sets the long run of 2,000 sales; without it this is CI's shorter run of the same.
const SALES = Number(process.env.CRASH_SALES ?? 240)
const KILLS: Record<'transactions' | 'mongodb' | 'gateway', number> = {
  transactions: Number(process.env.CRASH_KILLS ?? 15),
  mongodb: Number(process.env.CRASH_DATABASE_KILLS ?? 6),
  gateway: Number(process.env.CRASH_GATEWAY_KILLS ?? 6),
}
const LONG = 45 * 60_000

let running: RunningHouse | undefined
afterEach(async () => {
  await running?.stop()
  running = undefined
})

test('transactions killed between storing a sale and answering: the sale ends SUCCESS by itself', {
  timeout: LONG,
}, async () => {
  running = await startHouse()
  const { house, biller, graph } = running
  const adminToken = await running.asAdmin()
  const { accessToken } = await running.anEmployee(adminToken)
  const input = { meterNumber: '12345678901', productCode: 'hpln20000', idempotencyKey: 'killed-while-waiting' }
  const buy = () =>
    graph('mutation($input: BuyTokenInput!) { buyToken(input: $input) { invoice status } }', { input }, accessToken)

  // The biller does its work and its answer never comes: the process dies while it waits, the sale stored and debited.
  await biller.faults('top-up', '3001', 1)
  const lost = buy().catch(() => null)
  await waitUntil(async () => (await biller.ledger()).transactions.length > 0, { what: 'the biller to be asked' })
  await house.kill('transactions')
  await lost
  await house.startOne('transactions')

  const sale = await waitUntil(
    async () => {
      const { data } = await graph('{ transactions { nodes { invoice status } } }', {}, adminToken)
      return data?.transactions?.nodes.find(({ status }: { status: string }) => status === 'SUCCESS')
    },
    { within: 60_000, what: 'the sale to be SUCCESS' },
  )
  expect((await buy()).data.buyToken).toEqual(sale)
  const { transactions } = await biller.ledger()
  expect(transactions).toHaveLength(1)
  expect(transactions[0]?.debited).toBe(transactions[0]?.price)
})

test.each(['transactions', 'mongodb', 'gateway'] as const)(
  'the tills sell on while %s is killed again and again: no sale is lost and none is bought twice',
  { timeout: LONG },
  async (victim) => {
    // Against a database that is not ours to kill there is nothing to show here.
    if (victim === 'mongodb' && process.env.MONGODB_URI) return
    const report = await crash(victim)
    console.log(JSON.stringify({ victim, ...report }))
    expect(report).toEqual({
      sales: SALES,
      kills: expect.any(Number),
      boughtTwice: [],
      debitsWithoutTransaction: [],
      answeredAndAbsent: [],
      leftProcessing: [],
      wrongStatus: [],
    })
    expect(report.kills).toBeGreaterThan(2)
  },
)

test('the same run catches a counter that calls the biller before it stores the sale', { timeout: LONG }, async () => {
  const planted = fileURLToPath(new URL('buys-before-storing.mjs', import.meta.url))
  const report = await crash('transactions', { programs: { transactions: planted } })
  console.log(JSON.stringify({ planted: true, ...report }))
  // The till was never answered, repeats its key, and the customer's money is taken under two numbers.
  expect(report.debitsWithoutTransaction).not.toEqual([])
})

async function crash(victim: Extract<ProcessName, 'transactions' | 'mongodb' | 'gateway'>, setup: HouseSetup = {}) {
  running = await startHouse(setup)
  const adminToken = await running.asAdmin()
  const { accessToken } = await running.anEmployee(adminToken)
  return runCrash({
    running,
    accessToken,
    adminToken,
    victim,
    kills: KILLS[victim],
    sales: SALES,
    tills: 8,
    random: Math.random,
  })
}
