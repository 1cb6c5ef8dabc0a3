import { waitUntil } from '@setrum/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startTestBiller, type TestBiller } from './support/start-test-biller.js'

let biller: TestBiller
beforeAll(async () => {
  biller = await startTestBiller()
})
beforeEach(async () => {
  await biller.admin('/reset')
  await biller.set({ callbacks: false })
})
afterAll(() => biller.stop())

const METER = '12345678901'
const TOKEN = /^\d{4}-\d{4}-\d{4}-\d{4}-\d{4}\//

describe('queries', () => {
  test('the balance', async () => {
    expect((await biller.balance()).data).toEqual({ balance: 1_000_000_000, message: 'SUCCESS', rc: '00' })
  })

  test('the price list with the documented types, and filtered by status', async () => {
    const { data } = await biller.tokens()
    expect(data).toMatchObject({ rc: '00', message: 'SUCCESS' })
    const rows = data.pricelist as Record<string, unknown>[]
    expect(rows.map((row) => [row.product_code, row.product_price])).toEqual([
      ['hpln20000', 20_500],
      ['hpln50000', 50_500],
      ['hpln100000', 100_500],
      ['hpln200000', 201_000],
      ['hpln500000', 501_000],
      ['hpln1000000', 1_001_000],
    ])
    expect(rows[1]).toMatchObject({
      product_nominal: '50000',
      active_period: '0',
      status: 'active',
      product_type: 'pln',
    })
    await biller.admin('/products/hpln50000', { active: false })
    for (const status of ['non active', 'non-active']) {
      const off = (await biller.tokens({ status })).data.pricelist as Record<string, unknown>[]
      expect(off.map((row) => [row.product_code, row.status])).toEqual([['hpln50000', 'non active']])
    }
    expect((await biller.tokens({ status: 'active' })).data.pricelist).toHaveLength(5)
  })

  test.each([
    [METER, '00', 'Test PLN'],
    ['14000000000', '00', undefined],
    ['14000000014', '14', undefined],
    ['14000000013', '13', undefined],
    ['14000000106', '106', undefined],
    ['99999999999', '14', undefined],
    ['1400000000', '14', undefined],
  ])('the customer of meter %s: rc %s', async (number, rc, name) => {
    const { http, data } = await biller.meter(number)
    expect(http).toBe(200)
    expect(data).toMatchObject({ rc, status: rc === '00' ? '1' : '2', customer_id: number })
    if (name) expect(data).toMatchObject({ name, segment_power: 'R1M /000000900', meter_no: number })
    if (rc !== '00') expect(data).not.toHaveProperty('meter_no')
  })
})

describe('a token purchase', () => {
  test('11.2.1 is PROCESS first, and polling returns the success', async () => {
    const ref = biller.newRef()
    const first = await biller.topUp(ref, METER)
    expect(first.data).toEqual({
      ref_id: ref,
      status: 0,
      product_code: 'hpln50000',
      customer_id: METER,
      price: 50_500,
      message: 'PROCESS',
      balance: 999_949_500,
      tr_id: expect.any(Number),
      rc: '39',
    })
    expect((await biller.status(ref)).data).toMatchObject({ status: 0, rc: '39', balance: 999_949_500 })
    await biller.settle(ref, '00')
    expect((await biller.status(ref)).data).toMatchObject({
      status: 1,
      rc: '00',
      sn: expect.stringMatching(/^\d{4}(-\d{4}){4}\/Test PLN\/R1M \/000000900\/37\.0$/),
      tr_id: first.data.tr_id,
    })
    expect(biller.entry(ref)).toMatchObject({ debited: 50_500, credited: 0, calls: 1, status: 1, rc: '00' })
    expect(Object.keys(biller.entry(ref) ?? {})).toEqual(expect.arrayContaining(['kind', 'customer_id', 'price']))
  })

  test('settles after the processing time', async () => {
    await biller.admin('/delay', { ms: 80 })
    const ref = biller.newRef()
    expect((await biller.topUp(ref, METER)).data.rc).toBe('39')
    await waitUntil(async () => (await biller.status(ref)).data.rc === '00')
  })

  test('never settles when the processing time is null', async () => {
    await biller.admin('/delay', { ms: null })
    const ref = biller.newRef()
    await biller.topUp(ref, METER)
    await biller.admin('/clock', { advanceMs: 40 * 24 * 3_600_000 })
    expect((await biller.status(ref)).data.rc).toBe('39')
  })

  test('11.2.3 that fails later is credited, at once or later', async () => {
    const ref = biller.newRef()
    await biller.topUp(ref, METER)
    await biller.settle(ref, '07')
    expect((await biller.status(ref)).data).toMatchObject({
      status: 2,
      rc: '07',
      message: 'FAILED',
      balance: 1_000_000_000,
    })
    expect(biller.entry(ref)).toMatchObject({ debited: 50_500, credited: 50_500 })

    await biller.set({ creditDelayMs: 3_600_000 })
    const later = biller.newRef()
    await biller.topUp(later, METER)
    await biller.settle(later, '07')
    expect((await biller.status(later)).data).toMatchObject({ status: 2, balance: 999_949_500 })
    expect(biller.entry(later)).toMatchObject({ credited: 0 })
    await biller.admin('/clock', { advanceMs: 3_600_000 })
    expect(biller.entry(later)).toMatchObject({ credited: 50_500 })
    expect(biller.deposit()).toBe(1_000_000_000)
  })

  test('11.2.4 can succeed with its first response', async () => {
    await biller.admin('/delay', { ms: 0 })
    expect((await biller.topUp(biller.newRef(), METER)).data).toMatchObject({
      status: 1,
      rc: '00',
      sn: expect.any(String),
    })
    await biller.admin('/delay', { ms: null })
    const byNumber = (await biller.topUp(biller.newRef(), '14000001000')).data
    expect(byNumber).toMatchObject({ status: 1, rc: '00', sn: expect.stringMatching(TOKEN) })
  })

  test('11.2.5 can be a success whose serial number appears later', async () => {
    await biller.set({ serialNumberAfterPolls: 3 })
    const ref = biller.newRef()
    await biller.topUp(ref, METER)
    await biller.settle(ref, '00')
    for (const hasNumber of [false, false, true, true]) {
      const { data } = await biller.status(ref)
      expect(data).toMatchObject({ status: 1, rc: '00' })
      expect('sn' in data).toBe(hasNumber)
    }
  })

  test.each([
    ['slash', /^[\d-]{24}\/CV MAJU\/JAYA A\/N Test PLN\/R1M \/000000900\/37\.0$/],
    ['one-word', /^[\d-]{24}\/TestPLN\/R1M\/000000900\/37\.0$/],
    ['no-kwh', /^[\d-]{24}\/Test PLN\/R1M \/000000900$/],
    ['two-decimals', /^[\d-]{24}\/Test PLN\/R1M \/000000900\/36\.98$/],
    ['short-token', /^[\d-]{23}\/Test PLN\/R1M \/000000900\/37\.0$/],
    ['plain', /^SN\d{20}$/],
  ])('11.2.6 has a serial number in the format %s', async (serialNumber, expected) => {
    await biller.set({ serialNumber })
    const ref = biller.newRef()
    await biller.topUp(ref, METER)
    await biller.settle(ref, '00')
    expect((await biller.status(ref)).data.sn).toMatch(expected)
  })

  test('11.2.7 repeated with its ref_id returns the original: pending, after success, after failure', async () => {
    const [ref, failed] = [biller.newRef(), biller.newRef()]
    const first = (await biller.topUp(ref, METER)).data
    expect((await biller.topUp(ref, METER)).data).toEqual(first)
    expect((await biller.topUp(ref, '14000000000', 'hpln100000')).data).toEqual(first)
    await biller.settle(ref, '00')
    const again = (await biller.topUp(ref, METER)).data
    expect(again).toMatchObject({ status: 1, rc: '00', sn: expect.stringMatching(TOKEN), tr_id: first.tr_id })
    expect((await biller.status(ref)).data.sn).toBe(again.sn)
    expect(biller.entry(ref)).toMatchObject({ debited: 50_500, calls: 4 })

    await biller.topUp(failed, METER)
    await biller.settle(failed, '07')
    expect((await biller.topUp(failed, METER)).data).toMatchObject({ status: 2, rc: '07' })
    expect(biller.entry(failed)).toMatchObject({ debited: 50_500, credited: 50_500 })
  })

  test('11.2.8 sent fifty times concurrently is one transaction', async () => {
    const ref = biller.newRef()
    const responses = await Promise.all(Array.from({ length: 50 }, () => biller.topUp(ref, METER)))
    expect(new Set(responses.map(({ data }) => data.tr_id)).size).toBe(1)
    expect(biller.entry(ref)).toMatchObject({ debited: 50_500, calls: 50 })
    expect(biller.deposit()).toBe(1_000_000_000 - 50_500)
  })

  test('11.2.9 without deposit returns 17, and succeeds once it is raised', async () => {
    await biller.admin('/deposit', { amount: 12_000 })
    const ref = biller.newRef()
    expect((await biller.topUp(ref, METER)).data).toMatchObject({
      ref_id: ref,
      status: 2,
      rc: '17',
      message: 'INSUFFICIENT DEPOSIT',
      balance: 12_000,
    })
    expect(biller.entry(ref)).toMatchObject({ debited: 0 })
    await biller.admin('/deposit', { amount: 1_000_000 })
    expect((await biller.topUp(biller.newRef(), METER)).data).toMatchObject({ rc: '39', balance: 949_500 })
  })

  test('11.2.10 of a product that is deactivated, unknown, or has a changed price', async () => {
    await biller.admin('/products/hpln50000', { active: false })
    expect((await biller.topUp(biller.newRef(), METER)).data).toMatchObject({ status: 2, rc: '106' })
    expect((await biller.topUp(biller.newRef(), METER, 'hpln7')).data).toMatchObject({ status: 2, rc: '20' })
    await biller.admin('/products/hpln100000', { price: 100_900 })
    expect((await biller.topUp(biller.newRef(), METER, 'hpln100000')).data).toMatchObject({ rc: '39', price: 100_900 })
    const rows = (await biller.tokens()).data.pricelist as Record<string, unknown>[]
    expect(rows.find((row) => row.product_code === 'hpln100000')).toMatchObject({ product_price: 100_900 })
  })

  test('11.2.11 daily limits until midnight in Jakarta: 202 per denomination, 207 for any product', async () => {
    const buy = async (code: string, meter = METER) => (await biller.topUp(biller.newRef(), meter, code)).data.rc
    expect(await buy('hpln20000')).toBe('39')
    expect(await buy('hpln20000')).toBe('39')
    await biller.setClock('2026-03-31T23:59:59+07:00')
    await biller.set({ dailyLimit: '202' })
    expect(await buy('hpln20000')).toBe('39')
    expect(await buy('hpln20000')).toBe('202')
    expect(await buy('hpln50000')).toBe('39')
    expect(await buy('hpln20000', '14000000000')).toBe('39')
    await biller.set({ dailyLimit: '207' })
    expect(await buy('hpln100000')).toBe('207')
    await biller.setClock('2026-04-01T00:00:00+07:00')
    expect(await buy('hpln100000')).toBe('39')
  })

  test.each([
    ['22:59:59', '39', '39', '39'],
    ['23:00:00', '39', '106', '109'],
    ['00:30:00', '39', '106', '109'],
    ['00:59:59', '39', '106', '109'],
    ['01:00:00', '39', '39', '39'],
  ])('11.2.12 at %s: pending, 106 or 109, depending on the cut-off setting', async (time, ...responses) => {
    await biller.setClock(`2026-03-31T${time}+07:00`)
    for (const [index, cutOff] of ['39', '106', '109'].entries()) {
      await biller.set({ cutOff })
      expect((await biller.topUp(biller.newRef(), METER)).data.rc).toBe(responses[index])
    }
    await biller.set({ cutOff: 'off' })
    expect((await biller.topUp(biller.newRef(), METER)).data.rc).toBe('39')
  })

  test('11.2.12 started during the cut-off stays pending until 01:00', async () => {
    await biller.admin('/delay', { ms: 1_000 })
    await biller.set({ cutOff: '39' })
    await biller.setClock('2026-03-31T23:10:00+07:00')
    const ref = biller.newRef()
    await biller.topUp(ref, METER)
    await biller.setClock('2026-04-01T00:59:59+07:00')
    expect((await biller.status(ref)).data.rc).toBe('39')
    await biller.setClock('2026-04-01T01:00:00+07:00')
    expect((await biller.status(ref)).data.rc).toBe('00')
  })

  test('the status of an unknown ref_id and of a bill is 06', async () => {
    expect((await biller.status(biller.newRef())).data).toEqual({
      status: 2,
      message: 'TRANSACTION NOT FOUND',
      rc: '06',
    })
    const ref = biller.newRef()
    await biller.inquire(ref, '530000000000')
    expect((await biller.status(ref)).data.rc).toBe('06')
  })
})

describe('test numbers', () => {
  test.each(['07', '10', '13', '14', '16', '17', '20', '106', '202', '203', '206', '207', '777'])(
    '1RRR: the top-up returns %s at once without a sale, and so does the status query',
    async (rc) => {
      const meter = `14000001${rc.padStart(3, '0')}`
      expect((await biller.meter(meter)).data.rc).toBe('00')
      const ref = biller.newRef()
      expect((await biller.topUp(ref, meter)).data).toMatchObject({ ref_id: ref, status: 2, rc })
      expect((await biller.status(ref)).data).toMatchObject({ status: 2, rc })
      expect(biller.entry(ref)).toMatchObject({ debited: 0 })
    },
  )

  test.each(['06', '102', '107', '110', '117', '118', '204', '205', '208'])(
    '1RRR: %s refuses the call itself: no transaction comes into being',
    async (rc) => {
      const ref = biller.newRef()
      const { data } = await biller.topUp(ref, `14000001${rc.padStart(3, '0')}`)
      expect(data).toEqual({ rc, message: expect.any(String), status: 2 })
      expect((await biller.status(ref)).data.rc).toBe('06')
      expect(biller.entry(ref)).toBeUndefined()
    },
  )

  test.each(['39', '201'])('1RRR: %s is pending until the admin API settles it', async (rc) => {
    await biller.admin('/delay', { ms: 0 })
    const ref = biller.newRef()
    expect((await biller.topUp(ref, `14000001${rc.padStart(3, '0')}`)).data).toMatchObject({ status: 0, rc })
    await biller.settle(ref, '00')
    expect((await biller.status(ref)).data).toMatchObject({ status: 1, rc: '00' })
  })

  test.each([
    ['2000', 1, '00'],
    ['2007', 2, '07'],
    ['2014', 2, '14'],
    ['2777', 2, '777'],
  ])('%s: PROCESS, later status %i with rc %s', async (suffix, status, rc) => {
    await biller.admin('/delay', { ms: 30 })
    const ref = biller.newRef()
    expect((await biller.topUp(ref, `1400000${suffix}`)).data).toMatchObject({ status: 0, rc: '39' })
    await waitUntil(async () => (await biller.status(ref)).data.status !== 0)
    expect((await biller.status(ref)).data).toMatchObject({ status, rc })
    expect(biller.deposit()).toBe(1_000_000_000 - (status === 1 ? 50_500 : 0))
  })

  test.each(['005', '091', '092', '103', '105', '201'])(
    '5RRR and 6RRR: %s does not reveal the result; a status query does',
    async (code) => {
      await biller.admin('/delay', { ms: 0 })
      const rc = String(Number(code)).padStart(2, '0')
      for (const [first, status] of [
        ['5', 1],
        ['6', 2],
      ] as const) {
        const ref = biller.newRef()
        const { data } = await biller.topUp(ref, `1400000${first}${code}`)
        expect(data.rc).toBe(rc)
        expect(data).not.toHaveProperty('sn')
        expect((await biller.status(ref)).data).toMatchObject({ ref_id: ref, status })
      }
    },
  )

  test('7001 is pending for a day, then succeeds; 7002 is pending forever', async () => {
    await biller.admin('/delay', { ms: 0 })
    const [day, ever] = [biller.newRef(), biller.newRef()]
    await biller.topUp(day, '14000007001')
    await biller.topUp(ever, '14000007002')
    await biller.admin('/clock', { advanceMs: 24 * 3_600_000 - 5_000 })
    expect((await biller.status(day)).data.rc).toBe('39')
    await biller.admin('/clock', { advanceMs: 5_000 })
    expect((await biller.status(day)).data.rc).toBe('00')
    await biller.admin('/clock', { advanceMs: 365 * 24 * 3_600_000 })
    expect((await biller.status(ever)).data.rc).toBe('39')
  })

  test('the seed determines the processing times, which are between 1 and 30 seconds', () => {
    const times = () => Array.from({ length: 200 }, () => biller.state.processingMs() ?? 0)
    biller.state.settings.delay = 'seeded'
    biller.state.reseed(7)
    const first = times()
    biller.state.reseed(7)
    expect(times()).toEqual(first)
    expect(Math.min(...first)).toBeGreaterThanOrEqual(1_000)
    expect(Math.max(...first)).toBeLessThanOrEqual(30_000)
    expect(new Set(first).size).toBeGreaterThan(100)
  })
})

describe('types', () => {
  test('11.2.18 with type variance: numbers as strings, v1 names and a price list without envelope', async () => {
    await biller.set({ typeVariance: true })
    expect((await biller.balance()).data).toMatchObject({ balance: '1000000000', rc: '00' })
    expect(Array.isArray((await biller.tokens()).data)).toBe(true)
    expect((await biller.meter(METER)).data).toMatchObject({ status: 1, rc: '00' })
    const ref = biller.newRef()
    const { data } = await biller.topUp(ref, METER)
    expect(data).toMatchObject({ ref_id: ref, status: '0', price: '50500', rc: '39', hp: METER, code: 'hpln50000' })
  })
})
