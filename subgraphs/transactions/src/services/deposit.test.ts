import type { Answer } from '@setrum/iak'
import { createLogger } from '@setrum/process'
import { beforeEach, expect, test } from 'vitest'
import { createDeposit, type Deposit } from './deposit.js'

/** The biller says what it has when it answers, not when it was asked. */
let balanceIdr = 0
let deposit: Deposit
let now = 0
beforeEach(() => {
  now = 0
  deposit = createDeposit({
    biller: {
      checkBalance: async (): Promise<Answer<{ balanceIdr: number }>> => {
        await Promise.resolve()
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
