import { waitUntil } from '@setrum/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type BillerResponse, startTestBiller, type TestBiller } from './support/start-test-biller.js'

let biller: TestBiller
beforeAll(async () => {
  biller = await startTestBiller()
})
beforeEach(async () => {
  await biller.admin('/reset')
  await biller.set({ callbacks: false, slowResponseMs: 150, verySlowResponseMs: 250 })
})
afterAll(() => biller.stop())

const METER = '12345678901'
const TIMEOUT_MS = 10_000
/** Without a response: long enough for the execution. */
const NO_RESPONSE_TIMEOUT_MS = 1_000

/** @returns the response, 'reset' for a closed connection, or 'timeout' */
async function callAndObserve(call: (init: RequestInit) => Promise<BillerResponse>, timeoutMs = TIMEOUT_MS) {
  try {
    return await call({ signal: AbortSignal.timeout(timeoutMs) })
  } catch (error) {
    return error instanceof DOMException && error.name === 'TimeoutError' ? 'timeout' : 'reset'
  }
}

// Fault, result for the caller, whether the operation is executed.
const FAULTS: [string, (seen: BillerResponse | string) => void, boolean][] = [
  ['3001', (seen) => expect(seen).toBe('timeout'), true],
  ['3002', (seen) => expect(seen).toBe('timeout'), false],
  ['3003', (seen) => expect(seen).toBe('reset'), true],
  ['3004', (seen) => expect(seen).toBe('reset'), false],
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
  ['3014', (seen) => expect(seen).toBe('timeout'), false],
  ['3015', (seen) => expect(seen).toMatchObject({ http: 500, text: expect.stringContaining('"39"') }), true],
]
const timeoutFor = (fault: string) => (['3001', '3002', '3014'].includes(fault) ? NO_RESPONSE_TIMEOUT_MS : TIMEOUT_MS)

describe('11.3 at a top-up', () => {
  test.each(FAULTS)('%s by the test number', async (fault, expectSeen, isExecuted) => {
    const ref = biller.newRef()
    const buy = (init: RequestInit) => biller.topUp(ref, `1400000${fault}`, 'hpln50000', init)
    expectSeen(await callAndObserve(buy, timeoutFor(fault)))
    expect(biller.entry(ref)?.debited ?? 0).toBe(isExecuted ? 50_500 : 0)
    if (!isExecuted)
      expect((await biller.status(ref)).data).toEqual({ status: 2, rc: '06', message: 'TRANSACTION NOT FOUND' })
  })

  test.each(FAULTS)('%s queued for the next two calls, for any meter', async (fault, expectSeen, isExecuted) => {
    await biller.admin('/faults', { operation: 'top-up', fault, times: 2 })
    for (const ref of [biller.newRef(), biller.newRef()]) {
      expectSeen(await callAndObserve((init) => biller.topUp(ref, METER, 'hpln50000', init), timeoutFor(fault)))
      expect(biller.entry(ref)?.debited ?? 0).toBe(isExecuted ? 50_500 : 0)
    }
    expect((await biller.topUp(biller.newRef(), METER)).data.rc).toBe('39')
  })

  test.each(['3012', '3013'])('%s affects the first three status queries', async (fault) => {
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

  test('3014: a repeat with the same ref_id creates it once', async () => {
    const ref = biller.newRef()
    const buy = (init: RequestInit) => biller.topUp(ref, '14000003014', 'hpln50000', init)
    expect(await callAndObserve(buy, NO_RESPONSE_TIMEOUT_MS)).toBe('timeout')
    expect((await biller.status(ref)).data.rc).toBe('06')
    expect(await callAndObserve(buy)).toMatchObject({ data: { rc: '39' } })
    expect(await callAndObserve(buy)).toMatchObject({ data: { rc: '39' } })
    expect(biller.entry(ref)).toMatchObject({ debited: 50_500, calls: 2 })
  })

  test('3001: a repeat with the same ref_id returns the executed purchase', async () => {
    const ref = biller.newRef()
    await biller.admin('/faults', { operation: 'top-up', fault: '3001' })
    expect(await callAndObserve((init) => biller.topUp(ref, METER, 'hpln50000', init), NO_RESPONSE_TIMEOUT_MS)).toBe(
      'timeout',
    )
    expect((await biller.topUp(ref, METER)).data.rc).toBe('39')
    expect(biller.entry(ref)).toMatchObject({ debited: 50_500, calls: 2 })
  })

  test('3010 and 3011 respond after 25 and 45 seconds by default', async () => {
    await biller.admin('/reset')
    expect(biller.state.settings).toMatchObject({ slowResponseMs: 25_000, verySlowResponseMs: 45_000 })
  })
})

describe('11.3 at a payment', () => {
  test.each(FAULTS)('%s by the customer number', async (fault, expectSeen, isExecuted) => {
    const ref = biller.newRef()
    const { data } = await biller.inquire(ref, `53000000${fault}`)
    expect(data.response_code).toBe('00')
    const seen = await callAndObserve((init) => biller.pay(data.tr_id, init), timeoutFor(fault))
    // A payment returns its final result, a top-up a pending one.
    if (typeof seen === 'object' && seen.text.includes('response_code')) seen.text = seen.text.replace('"00"', '"39"')
    expectSeen(seen)
    expect(biller.entry(ref)?.debited).toBe(isExecuted ? data.selling_price : 0)
    if (!isExecuted) expect((await biller.billStatus(ref)).data).toMatchObject({ status: 0, response_code: '42' })
  })

  test.each(['3012', '3013'])('%s affects the first three status queries', async (fault) => {
    const ref = biller.newRef()
    const { data } = await biller.inquire(ref, `53000000${fault}`)
    expect((await biller.pay(data.tr_id)).data.response_code).toBe('00')
    const seen = []
    for (let poll = 0; poll < 4; poll += 1) {
      const response = await biller.billStatus(ref)
      seen.push(response.data.response_code ?? response.http)
    }
    expect(seen).toEqual(fault === '3012' ? ['42', '42', '42', '00'] : [503, '100', '110', '00'])
  })

  test('3014: the second payment with the same tr_id arrives', async () => {
    const ref = biller.newRef()
    const { data } = await biller.inquire(ref, '530000003014')
    expect(await callAndObserve((init) => biller.pay(data.tr_id, init), NO_RESPONSE_TIMEOUT_MS)).toBe('timeout')
    expect((await biller.billStatus(ref)).data).toMatchObject({ status: 0, response_code: '42' })
    expect((await biller.pay(data.tr_id)).data.response_code).toBe('00')
    expect(biller.entry(ref)).toMatchObject({ debited: data.selling_price })
  })
})

describe('queued faults', () => {
  test('each operation has its own queue', async () => {
    const ref = biller.newRef()
    await biller.topUp(ref, METER)
    const bill = await biller.inquire(biller.newRef(), '530000000000')
    const calls: Record<string, () => Promise<BillerResponse>> = {
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

  test('11.2.21 a response without its code, a contradicting response, and any code', async () => {
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

test('the biller can be down: connections are refused, and it returns with its ledger', async () => {
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
