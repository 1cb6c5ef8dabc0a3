import type { InquiryResult } from '@setrum/iak'
import { createLogger } from '@setrum/service-runtime'
import type { Connection } from 'mongoose'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { billerAccountOf, type DepositRow } from '../../src/models/biller-account.js'
import { createDeposit, type Deposit, type Reservation } from '../../src/services/selling/deposit.js'
import { type ConnectedTestDatabase, connectTestDatabase } from '../support/connect-test-database.js'

const COST_IDR = 20_500

/** The balance at the biller, read when the response is made and not when the request is sent. */
let balanceIdr = 0
/** Delays the responses of the biller. */
let response: Promise<void>
let now = 0
let isUnavailable = false
let database: ConnectedTestDatabase
let connection: Connection
/** As two processes have them. */
let deposit: Deposit
let other: Deposit

beforeAll(async () => {
  database = await connectTestDatabase()
  connection = database.connection
})
beforeEach(async () => {
  await connection.collection('billerAccount').deleteMany({})
  now = Date.parse('2026-03-31T10:00:00+07:00')
  response = Promise.resolve()
  isUnavailable = false
  deposit = processDeposit()
  other = processDeposit()
})
afterEach(async () => {
  const { leftIdr, balanceIdr: knownIdr, held } = await storedDeposit()
  expect(leftIdr).toBe(knownIdr - Object.values(held).reduce((sum, { costIdr }) => sum + costIdr, 0))
})
afterAll(() => database?.stop())

function processDeposit({ retryForMs = 200 } = {}): Deposit {
  return createDeposit({
    account: billerAccountOf(connection),
    biller: {
      checkBalance: async (): Promise<InquiryResult<{ balanceIdr: number }>> => {
        await response
        if (isUnavailable) return { kind: 'UNAVAILABLE', code: null, cause: 'a time-out' }
        return { kind: 'FOUND', value: { balanceIdr }, code: '00', message: null }
      },
    },
    lowIdr: 0,
    now: () => new Date(now),
    logger: createLogger('test', 'silent'),
    retryForMs,
  })
}

const storedDeposit = () => billerAccountOf(connection).readDeposit()

/** @throws Error when it is refused */
async function reserve(sale: string, at = deposit): Promise<Reservation> {
  const reserved = await at.reserve(sale, COST_IDR)
  if (!reserved) throw new Error(`${sale} was refused`)
  return reserved
}

const isRefused = (sale: string, at = deposit) => at.reserve(sale, COST_IDR).then((reserved) => reserved === null)
const accepted = async (sales: Promise<boolean>[]) => (await Promise.all(sales)).filter((refused) => !refused).length
const twenty = (name: string) =>
  Array.from({ length: 20 }, (_, index) => isRefused(`${name} ${index}`, index % 2 === 0 ? deposit : other))

test.each([1, 7])('with money for %i sales, as many of twenty at two processes are let through', async (count) => {
  balanceIdr = count * COST_IDR
  expect(await accepted(twenty('first'))).toBe(count)
  expect(await accepted(twenty('second'))).toBe(0)
  // With a balance that is known already.
  balanceIdr += count * COST_IDR
  now += 2_000
  await other.balance()
  await deposit.invalidate()
  await deposit.balance()
  expect(await accepted(twenty('third'))).toBe(count)
})

test('a purchase that is in flight when the other process reads the balance stays reserved', async () => {
  balanceIdr = COST_IDR
  const first = await reserve('first')
  now += 5_000
  expect(await isRefused('second', other)).toBe(true)
  // The biller has debited it. With a new payment into the deposit there is enough for another sale.
  await first.commit()
  balanceIdr = COST_IDR
  expect(await isRefused('second', other)).toBe(false)
})

test('a purchase that begins while the other process reads the balance stays reserved', async () => {
  balanceIdr = 2 * COST_IDR
  await deposit.balance()
  now += 2_000
  let respond = () => {}
  response = new Promise((resolve) => {
    respond = resolve
  })
  // Debited after the biller has read the balance for `other`.
  const reading = reserve('slow', other)
  await expect.poll(async () => isRefusedWithin(await storedDeposit())).toBe(false)
  respond()
  await reading
  expect(await isRefused('third')).toBe(true)
})

/** Holds one sale as another process would, at once. */
async function isRefusedWithin({ held }: DepositRow): Promise<boolean> {
  if (Object.keys(held).length > 0) return false
  const at = new Date(now)
  return !(await billerAccountOf(connection).holdCovered('meanwhile', { costIdr: COST_IDR, at }, 60_000))
}

test('a purchase that the balance contains before its response refuses no sale that the deposit can pay', async () => {
  balanceIdr = 2 * COST_IDR
  const first = await reserve('first')
  // Debited, and not yet answered: the next balance has it, and the reservation as well.
  balanceIdr = COST_IDR
  now += 2_000
  const second = isRefused('second', processDeposit({ retryForMs: 20_000 }))
  await expect.poll(async () => (await storedDeposit()).balanceIdr).toBe(COST_IDR)
  await first.commit()
  expect(await second).toBe(false)
})

test('a released reservation is free for the next sale', async () => {
  balanceIdr = COST_IDR
  const first = await reserve('first')
  await first.release()
  expect(await isRefused('second', other)).toBe(false)
})

test('the same sale reserved twice holds its money once, and the second reservation releases nothing', async () => {
  balanceIdr = COST_IDR
  const [one, two] = await Promise.all([reserve('one'), reserve('one', other)])
  const again = await reserve('one')
  await again.release()
  expect(await isRefused('another', other)).toBe(true)
  await Promise.all([one.release(), two.release()])
  expect((await storedDeposit()).leftIdr).toBe(COST_IDR)
})

test('a purchase that was sent seconds ago is in the balance, however long its response takes', async () => {
  balanceIdr = 2 * COST_IDR
  await reserve('slow')
  // The biller debits a purchase when it arrives, and responds half a minute later.
  balanceIdr = COST_IDR
  now += 2_000
  expect(await isRefused('too soon to tell')).toBe(true)
  now += 8_000
  expect(await isRefused('after a while', other)).toBe(false)
})

test('the reservation of a killed process ends, and the money that it did not spend is free', async () => {
  balanceIdr = COST_IDR
  await reserve('never sent')
  now += 9_000
  expect(await isRefused('at once', other)).toBe(true)
  now += 1_000
  expect(await isRefused('later', other)).toBe(false)
  expect(Object.keys((await storedDeposit()).held)).toHaveLength(1)
})

test('while the biller reports no balance, the last one refuses no sale for longer than a minute', async () => {
  balanceIdr = COST_IDR
  await (await reserve('only')).commit()
  isUnavailable = true
  expect(await isRefused('at once')).toBe(true)
  now += 61_000
  expect(await isRefused('a minute later', other)).toBe(false)
})

test('while the biller reports no balance, reservations do not add up', async () => {
  isUnavailable = true
  for (let sale = 0; sale < 5; sale += 1) {
    expect(await isRefused(`sale ${sale}`)).toBe(false)
    now += 61_000
  }
  expect(Object.keys((await storedDeposit()).held)).toHaveLength(1)
})

test('a clock that was set back by a day keeps neither an old balance nor a reservation', async () => {
  balanceIdr = COST_IDR
  await reserve('before')
  now -= 24 * 3_600_000
  expect(await isRefused('after', other)).toBe(false)
})

test('an invalidated balance is queried again, and until then shows its true time', async () => {
  balanceIdr = COST_IDR
  const checkedAt = new Date(now)
  await deposit.balance()
  now += 1_000
  await deposit.invalidate()
  balanceIdr = 5
  isUnavailable = true
  expect(await other.balance()).toEqual({ balanceIdr: COST_IDR, checkedAt })
  isUnavailable = false
  expect(await other.balance()).toEqual({ balanceIdr: 5, checkedAt: new Date(now) })
})

test('a biller that has never reported a balance has none', async () => {
  isUnavailable = true
  expect(await deposit.balance()).toBeNull()
})
