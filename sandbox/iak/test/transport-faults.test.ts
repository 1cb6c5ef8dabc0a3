import { waitUntil } from '@setrum/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Answer, startTestBiller, type TestBiller } from './support/biller.js'

let biller: TestBiller
beforeAll(async () => {
  biller = await startTestBiller()
})
beforeEach(async () => {
  await biller.admin('/reset')
  await biller.set({ callbacks: false, slowAnswerMs: 150, verySlowAnswerMs: 250 })
})
afterAll(() => biller.stop())

const METER = '12345678901'
const PATIENCE_MS = 10_000
/** Where no answer comes: long enough for the work to be done. */
const SILENCE_MS = 1_000

/** What the caller gets: an answer, a cut connection, or nothing while it is patient. */
async function happened(call: (init: RequestInit) => Promise<Answer>, patienceMs = PATIENCE_MS) {
  try {
    return await call({ signal: AbortSignal.timeout(patienceMs) })
  } catch (error) {
    return error instanceof DOMException && error.name === 'TimeoutError' ? 'no answer' : 'cut'
  }
}

const REQUEST_IS_LOST = 'no answer'
// Fault, what the caller sees, whether the work is done.
const FAULTS: [string, (seen: Answer | string) => void, boolean][] = [
  ['3001', (seen) => expect(seen).toBe(REQUEST_IS_LOST), true],
  ['3002', (seen) => expect(seen).toBe(REQUEST_IS_LOST), false],
  ['3003', (seen) => expect(seen).toBe('cut'), true],
  ['3004', (seen) => expect(seen).toBe('cut'), false],
  ['3005', (seen) => expect(seen).toMatchObject({ http: 502, text: expect.stringContaining('<html>') }), true],
  ['3006', (seen) => expect(seen).toMatchObject({ http: 502, text: expect.stringContaining('<html>') }), false],
  [
    '3007',
    (seen) => expect(seen).toMatchObject({ http: 200, text: expect.stringMatching(/^\{"data":.*[^}]$/), data: {} }),
    true,
  ],
  ['3008', (seen) => expect(seen).toMatchObject({ http: 200, text: '' }), true],
  ['3009', (seen) => expect(seen).toMatchObject({ http: 200, text: expect.stringContaining('<html>') }), false],
  ['3010', (seen) => expect(seen).toMatchObject({ http: 200, text: expect.stringContaining('"39"') }), true],
  ['3011', (seen) => expect(seen).toMatchObject({ http: 200, text: expect.stringContaining('"39"') }), true],
  ['3012', (seen) => expect(seen).toMatchObject({ http: 200, text: expect.stringContaining('"39"') }), true],
  ['3013', (seen) => expect(seen).toMatchObject({ http: 200, text: expect.stringContaining('"39"') }), true],
  ['3014', (seen) => expect(seen).toBe(REQUEST_IS_LOST), false],
  ['3015', (seen) => expect(seen).toMatchObject({ http: 500, text: expect.stringContaining('"39"') }), true],
]
const patienceFor = (fault: string) => (['3001', '3002', '3014'].includes(fault) ? SILENCE_MS : PATIENCE_MS)

describe('11.3 at a top-up', () => {
  test.each(FAULTS)('%s by the meter', async (fault, expectSeen, isDone) => {
    const ref = biller.newRef()
    const buy = (init: RequestInit) => biller.topUp(ref, `1400000${fault}`, 'hpln50000', init)
    expectSeen(await happened(buy, patienceFor(fault)))
    expect(biller.entry(ref)?.debited ?? 0).toBe(isDone ? 50_500 : 0)
    if (!isDone)
      expect((await biller.status(ref)).data).toEqual({ status: 2, rc: '06', message: 'TRANSACTION NOT FOUND' })
  })

  test.each(FAULTS)('%s for the next two calls, whatever the meter', async (fault, expectSeen, isDone) => {
    await biller.admin('/faults', { operation: 'top-up', fault, times: 2 })
    for (const ref of [biller.newRef(), biller.newRef()]) {
      expectSeen(await happened((init) => biller.topUp(ref, METER, 'hpln50000', init), patienceFor(fault)))
      expect(biller.entry(ref)?.debited ?? 0).toBe(isDone ? 50_500 : 0)
    }
    expect((await biller.topUp(biller.newRef(), METER)).data.rc).toBe('39')
  })

  test.each(['3012', '3013'])('%s shows in the first three status queries, then the truth', async (fault) => {
    const byMeter = biller.newRef()
    await biller.topUp(byMeter, `1400000${fault}`)
    await biller.admin('/faults', { operation: 'top-up', fault })
    const byQueue = biller.newRef()
    await biller.topUp(byQueue, METER)
    for (const ref of [byMeter, byQueue]) {
      const seen = []
      for (let poll = 0; poll < 4; poll += 1) {
        const { http, data } = await biller.status(ref)
        seen.push(data.rc ?? http)
      }
      expect(seen).toEqual(fault === '3012' ? ['06', '06', '06', '39'] : [503, '204', '110', '39'])
    }
  })

  test('3014: the resend under the same number creates it, once', async () => {
    const ref = biller.newRef()
    const buy = (init: RequestInit) => biller.topUp(ref, '14000003014', 'hpln50000', init)
    expect(await happened(buy, SILENCE_MS)).toBe(REQUEST_IS_LOST)
    expect((await biller.status(ref)).data.rc).toBe('06')
    expect(await happened(buy)).toMatchObject({ data: { rc: '39' } })
    expect(await happened(buy)).toMatchObject({ data: { rc: '39' } })
    expect(biller.entry(ref)).toMatchObject({ debited: 50_500, calls: 2 })
  })

  test('3001: the resend under the same number finds what was done', async () => {
    const ref = biller.newRef()
    await biller.admin('/faults', { operation: 'top-up', fault: '3001' })
    expect(await happened((init) => biller.topUp(ref, METER, 'hpln50000', init), SILENCE_MS)).toBe(REQUEST_IS_LOST)
    expect((await biller.topUp(ref, METER)).data.rc).toBe('39')
    expect(biller.entry(ref)).toMatchObject({ debited: 50_500, calls: 2 })
  })

  test('3010 and 3011 come after 25 and 45 seconds unless told otherwise', async () => {
    await biller.admin('/reset')
    expect(biller.world.settings).toMatchObject({ slowAnswerMs: 25_000, verySlowAnswerMs: 45_000 })
  })
})

describe('11.3 at a payment', () => {
  test.each(FAULTS)('%s by the customer number', async (fault, expectSeen, isDone) => {
    const ref = biller.newRef()
    const { data } = await biller.inquire(ref, `53000000${fault}`)
    expect(data.response_code).toBe('00')
    const seen = await happened((init) => biller.pay(data.tr_id, init), patienceFor(fault))
    // A payment is answered with the result at once, where a top-up is under way.
    if (typeof seen === 'object' && seen.text.includes('response_code')) seen.text = seen.text.replace('"00"', '"39"')
    expectSeen(seen)
    expect(biller.entry(ref)?.debited).toBe(isDone ? data.selling_price : 0)
    if (!isDone) expect((await biller.billStatus(ref)).data).toMatchObject({ status: 0, response_code: '42' })
  })

  test.each(['3012', '3013'])('%s shows in the first three status queries, then the truth', async (fault) => {
    const ref = biller.newRef()
    const { data } = await biller.inquire(ref, `53000000${fault}`)
    expect((await biller.pay(data.tr_id)).data.response_code).toBe('00')
    const seen = []
    for (let poll = 0; poll < 4; poll += 1) {
      const answer = await biller.billStatus(ref)
      seen.push(answer.data.response_code ?? answer.http)
    }
    expect(seen).toEqual(fault === '3012' ? ['42', '42', '42', '00'] : [503, '100', '110', '00'])
  })

  test('3014: the second payment under the same tr_id arrives', async () => {
    const ref = biller.newRef()
    const { data } = await biller.inquire(ref, '530000003014')
    expect(await happened((init) => biller.pay(data.tr_id, init), SILENCE_MS)).toBe(REQUEST_IS_LOST)
    expect((await biller.billStatus(ref)).data).toMatchObject({ status: 0, response_code: '42' })
    expect((await biller.pay(data.tr_id)).data.response_code).toBe('00')
    expect(biller.entry(ref)).toMatchObject({ debited: data.selling_price })
  })
})

describe('faults for the next calls of any operation', () => {
  test('each operation has its own', async () => {
    const ref = biller.newRef()
    await biller.topUp(ref, METER)
    const bill = await biller.inquire(biller.newRef(), '530000000000')
    const calls: Record<string, () => Promise<Answer>> = {
      'check-balance': biller.balance,
      pricelist: biller.tokens,
      'inquiry-pln': () => biller.meter(METER),
      'top-up': () => biller.topUp(biller.newRef(), METER),
      'check-status': () => biller.status(ref),
      'pricelist-pasca': biller.bills,
      'inq-pasca': () => biller.inquire(biller.newRef(), '530000000000'),
      'pay-pasca': () => biller.pay(bill.data.tr_id),
      checkstatus: () => biller.billStatus(ref),
    }
    for (const operation of Object.keys(calls)) await biller.admin('/faults', { operation, fault: '3006' })
    for (const call of Object.values(calls)) expect((await call()).http).toBe(502)
    for (const call of Object.values(calls)) expect((await call()).http).toBe(200)
  })

  test('11.2.21 an answer without its code, one that contradicts itself, and any code', async () => {
    const ref = biller.newRef()
    await biller.topUp(ref, METER)
    await biller.settle(ref, '00')
    await biller.admin('/faults', { operation: 'check-status', fault: 'no-code' })
    await biller.admin('/faults', { operation: 'check-status', fault: 'contradiction' })
    await biller.admin('/faults', { operation: 'check-status', fault: '777' })
    const withoutCode = (await biller.status(ref)).data
    expect(withoutCode).toMatchObject({ ref_id: ref, status: 1 })
    expect(withoutCode).not.toHaveProperty('rc')
    expect((await biller.status(ref)).data).toMatchObject({ ref_id: ref, status: 2, rc: '00' })
    expect((await biller.status(ref)).data).toEqual({ rc: '777', message: 'RESPONSE 777', status: 2 })
    const pending = biller.newRef()
    await biller.topUp(pending, METER)
    await biller.admin('/faults', { operation: 'check-status', fault: 'contradiction' })
    expect((await biller.status(pending)).data).toMatchObject({ status: 1, rc: '39' })
  })

  test.each([
    ['an unknown operation', { operation: 'topup', fault: '3001' }],
    ['an unknown fault', { operation: 'top-up', fault: '3099' }],
    ['no times', { operation: 'top-up', fault: '3001', times: 0 }],
  ])('%s is refused', async (_name, body) => {
    expect((await biller.send('/_admin/faults', body)).http).toBe(400)
  })
})

test('the biller can be away: connections are refused, and it comes back with its books', async () => {
  const ref = biller.newRef()
  await biller.topUp(ref, METER)
  await biller.admin('/down', { ms: 2_000 })
  const isRefused = () =>
    biller.balance().then(
      () => false,
      (error) => String(error.cause?.code) === 'ECONNREFUSED',
    )
  await waitUntil(isRefused)
  await waitUntil(async () => !(await isRefused()))
  expect((await biller.status(ref)).data.rc).toBe('39')

  biller.down()
  await waitUntil(isRefused)
  await biller.up()
  expect((await biller.balance()).data.rc).toBe('00')
})
