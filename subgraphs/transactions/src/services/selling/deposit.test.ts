import type { InquiryResult } from '@setrum/iak'
import { createLogger } from '@setrum/service-runtime'
import { beforeEach, expect, test } from 'vitest'
import { createDeposit, type Deposit } from './deposit.js'

/** The biller says what it has when it answers, not when it was asked. */
let balanceIdr = 0
let deposit: Deposit
let now = 0
let isSilent = false
beforeEach(() => {
  now = 0
  isSilent = false
  deposit = createDeposit({
    biller: {
      checkBalance: async (): Promise<InquiryResult<{ balanceIdr: number }>> => {
        await Promise.resolve()
        if (isSilent) return { kind: 'UNAVAILABLE', code: null, cause: 'a time-out' }
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

test('of ten sales at once with money for one, one is let through', async () => {
  balanceIdr = 20_500
  const refused = await Promise.all(Array.from({ length: 10 }, (_, index) => isRefused(`sale ${index}`)))
  expect(refused.filter((one) => !one)).toHaveLength(1)
})

test('a purchase that is still on its way when the balance is read stays counted', async () => {
  balanceIdr = 20_500
  const first = await deposit.reserve('first', 20_500)
  now += 60_000
  expect(await isRefused('second')).toBe(true)
  // The biller has it now, and answers for less; with what the owner pays in there is enough for another.
  first.spent()
  balanceIdr = 20_500
  expect(await isRefused('second')).toBe(false)
})

test('what is given back is there for the next sale', async () => {
  balanceIdr = 20_500
  const first = await deposit.reserve('first', 20_500)
  first.giveBack()
  expect(await isRefused('second')).toBe(false)
})

test('the same sale asked for twice holds its money once, and the second asking gives nothing back', async () => {
  balanceIdr = 20_500
  await deposit.reserve('one', 20_500)
  const again = await deposit.reserve('one', 20_500)
  again.giveBack()
  expect(await isRefused('another')).toBe(true)
})

test('a purchase that was sent seconds ago is in the balance, however long its answer takes', async () => {
  balanceIdr = 41_000
  const slow = await deposit.reserve('slow', 20_500)
  slow.sent()
  // The biller takes the money when the purchase arrives, and answers half a minute later.
  balanceIdr = 20_500
  now += 2_000
  expect(await isRefused('too soon to tell')).toBe(true)
  now += 8_000
  expect(await isRefused('after a while')).toBe(false)
})

test('while the biller does not tell its balance, the last one refuses nobody for longer than a minute', async () => {
  balanceIdr = 20_500
  const only = await deposit.reserve('only', 20_500)
  only.sent()
  only.spent()
  isSilent = true
  expect(await isRefused('at once')).toBe(true)
  now += 61_000
  expect(await isRefused('a minute later')).toBe(false)
})

test('a balance that is doubted is asked for anew, and until then says truly when it was told', async () => {
  balanceIdr = 20_500
  now = 60_000
  await deposit.balance()
  now += 1_000
  deposit.doubt()
  balanceIdr = 5
  isSilent = true
  expect(await deposit.balance()).toEqual({ balanceIdr: 20_500, checkedAt: new Date(60_000) })
  isSilent = false
  expect(await deposit.balance()).toEqual({ balanceIdr: 5, checkedAt: new Date(61_000) })
})
