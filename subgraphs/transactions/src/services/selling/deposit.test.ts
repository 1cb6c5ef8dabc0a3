import type { InquiryResult } from '@setrum/iak'
import { createLogger } from '@setrum/service-runtime'
import { beforeEach, expect, test } from 'vitest'
import { createDeposit, type Deposit } from './deposit.js'

/** The balance at the biller, read when the response is made and not when the request is sent. */
let balanceIdr = 0
let deposit: Deposit
let now = 0
let isUnavailable = false
beforeEach(() => {
  now = 0
  isUnavailable = false
  deposit = createDeposit({
    biller: {
      checkBalance: async (): Promise<InquiryResult<{ balanceIdr: number }>> => {
        await Promise.resolve()
        if (isUnavailable) return { kind: 'UNAVAILABLE', code: null, cause: 'a time-out' }
        return { kind: 'FOUND', value: { balanceIdr }, code: '00', message: null }
      },
    },
    lowIdr: 0,
    now: () => new Date(now),
    logger: createLogger('test', 'silent'),
  })
})

const isRefused = (sale: string) =>
  deposit.reserve(sale, 20_500).then(
    () => false,
    () => true,
  )

test('with money for one sale, one of ten concurrent sales is let through', async () => {
  balanceIdr = 20_500
  const refused = await Promise.all(Array.from({ length: 10 }, (_, index) => isRefused(`sale ${index}`)))
  expect(refused.filter((isRefused) => !isRefused)).toHaveLength(1)
})

test('a purchase that is in flight when the balance is read stays reserved', async () => {
  balanceIdr = 20_500
  const first = await deposit.reserve('first', 20_500)
  now += 60_000
  expect(await isRefused('second')).toBe(true)
  // The biller has debited it. With a new payment into the deposit there is enough for another sale.
  first.commit()
  balanceIdr = 20_500
  expect(await isRefused('second')).toBe(false)
})

test('a released reservation is free for the next sale', async () => {
  balanceIdr = 20_500
  const first = await deposit.reserve('first', 20_500)
  first.release()
  expect(await isRefused('second')).toBe(false)
})

test('the same sale reserved twice holds its money once, and the second reservation releases nothing', async () => {
  balanceIdr = 20_500
  await deposit.reserve('one', 20_500)
  const again = await deposit.reserve('one', 20_500)
  again.release()
  expect(await isRefused('another')).toBe(true)
})

test('a purchase that was sent seconds ago is in the balance, however long its response takes', async () => {
  balanceIdr = 41_000
  const slow = await deposit.reserve('slow', 20_500)
  slow.sent()
  // The biller debits a purchase when it arrives, and responds half a minute later.
  balanceIdr = 20_500
  now += 2_000
  expect(await isRefused('too soon to tell')).toBe(true)
  now += 8_000
  expect(await isRefused('after a while')).toBe(false)
})

test('while the biller reports no balance, the last one refuses no sale for longer than a minute', async () => {
  balanceIdr = 20_500
  const only = await deposit.reserve('only', 20_500)
  only.sent()
  only.commit()
  isUnavailable = true
  expect(await isRefused('at once')).toBe(true)
  now += 61_000
  expect(await isRefused('a minute later')).toBe(false)
})

test('an invalidated balance is queried again, and until then shows its true time', async () => {
  balanceIdr = 20_500
  now = 60_000
  await deposit.balance()
  now += 1_000
  deposit.invalidate()
  balanceIdr = 5
  isUnavailable = true
  expect(await deposit.balance()).toEqual({ balanceIdr: 20_500, checkedAt: new Date(60_000) })
  isUnavailable = false
  expect(await deposit.balance()).toEqual({ balanceIdr: 5, checkedAt: new Date(61_000) })
})
