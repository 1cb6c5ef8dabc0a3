import type { InquiryResult, PostpaidProduct } from '@setrum/iak'
import { createLogger } from '@setrum/service-runtime'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { checkBillCodes } from './check-bill-codes.js'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const UNAVAILABLE: InquiryResult<PostpaidProduct[]> = { kind: 'UNAVAILABLE', code: null, cause: 'HTTP 502' }
const listOf = (...codes: string[]): InquiryResult<PostpaidProduct[]> => ({
  kind: 'FOUND',
  value: codes.map((code) => ({ code, name: code, feeIdr: 2_500, commissionIdr: 600, active: true })),
  code: '00',
  message: null,
})

/** The alerts after these responses of the biller, which come half a minute apart. */
async function alertsAfter(responses: InquiryResult<PostpaidProduct[]>[]) {
  const remaining = [...responses]
  const alerts: unknown[] = []
  const job = checkBillCodes({
    biller: { listPostpaid: async () => remaining.shift() ?? Promise.reject(new Error('one request too many')) },
    billCodes: { POSTPAID: 'PLNPOSTPAID', NON_TAGLIS: 'PLNNONTAG' },
    alert: (_event, details) => void alerts.push(details),
    logger: createLogger('test', 'silent'),
  })
  await vi.advanceTimersByTimeAsync(300_000)
  job.stop()
  return { alerts, unused: remaining.length }
}

test('an unknown code for bills leads to one alert, also when the biller was down at the start', async () => {
  const missing = { alerts: [{ missing: ['PLNNONTAG'] }], unused: 0 }
  expect(await alertsAfter([listOf('PLNPOSTPAID', 'PLNNONH')])).toEqual(missing)
  expect(await alertsAfter([UNAVAILABLE, listOf(), listOf('PLNPOSTPAID', 'PLNNONH')])).toEqual(missing)
})

test('known codes lead to no alert', async () => {
  expect(await alertsAfter([UNAVAILABLE, listOf('PLNPOSTPAID', 'PLNNONTAG')])).toEqual({ alerts: [], unused: 0 })
})
