import type { InquiryResult, PostpaidProduct } from '@setrum/iak'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { checkBillCodes } from './check-bill-codes.js'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const AWAY: InquiryResult<PostpaidProduct[]> = { kind: 'UNAVAILABLE', code: null, cause: 'HTTP 502' }
const listOf = (...codes: string[]): InquiryResult<PostpaidProduct[]> => ({
  kind: 'FOUND',
  value: codes.map((code) => ({ code, name: code, feeIdr: 2_500, commissionIdr: 600, active: true })),
  code: '00',
  message: null,
})

/** What is told when the biller answers so, one after the other, half a minute between. */
async function toldAfter(answers: InquiryResult<PostpaidProduct[]>[]) {
  const left = [...answers]
  const told: unknown[] = []
  const job = checkBillCodes({
    biller: { listPostpaid: async () => left.shift() ?? Promise.reject(new Error('asked once too often')) },
    billCodes: { POSTPAID: 'PLNPOSTPAID', NON_TAGLIS: 'PLNNONTAG' },
    alert: (_what, about) => void told.push(about),
  })
  await vi.advanceTimersByTimeAsync(300_000)
  job.stop()
  return { told, unasked: left.length }
}

test('a code for bills that the biller does not know is told once, also when the biller was away at the start', async () => {
  const missing = { told: [{ missing: ['PLNNONTAG'] }], unasked: 0 }
  expect(await toldAfter([listOf('PLNPOSTPAID', 'PLNNONH')])).toEqual(missing)
  expect(await toldAfter([AWAY, listOf(), listOf('PLNPOSTPAID', 'PLNNONH')])).toEqual(missing)
})

test('codes that the biller knows are not told', async () => {
  expect(await toldAfter([AWAY, listOf('PLNPOSTPAID', 'PLNNONTAG')])).toEqual({ told: [], unasked: 0 })
})
