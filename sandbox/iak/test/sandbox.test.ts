import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { sign, startBiller, USERNAME } from './biller.js'

let biller: Awaited<ReturnType<typeof startBiller>>
beforeAll(async () => {
  biller = await startBiller()
})
beforeEach(() => biller.reset())
afterAll(() => biller.stop())

const entryOf = async (refId: string) =>
  (await biller.ledger()).transactions.find((entry: { ref_id: string }) => entry.ref_id === refId)
const rest = (meter: string) => `1400000${meter}`

describe('who may call', () => {
  test('the right signature of each operation is accepted, the right formula with the wrong subject is not', async () => {
    expect((await biller.prepaid('/api/check-balance', 'bl')).data).toEqual({
      balance: 1_000_000_000,
      message: 'SUCCESS',
      rc: '00',
    })
    expect((await biller.prepaid('/api/check-balance', 'pl')).data.rc).toBe('204')
    expect((await biller.postpaid('checkstatus', 'INV1', { ref_id: 'INV1' })).data.response_code).toBe('100')
    expect((await biller.postpaid('checkstatus', 'cs', { ref_id: 'INV1' })).data.response_code).toBe('06')
    const upper = sign('bl').toUpperCase()
    expect((await biller.post('/api/check-balance', { username: USERNAME, sign: upper })).data.rc).toBe('204')
    expect((await biller.post('/api/check-balance', { username: '0812', sign: sign('bl') })).data.rc).toBe('204')
  })

  test('what is no JSON, lacks a member, goes to a wrong path or has a wrong command is told so', async () => {
    expect((await biller.post('/api/top-up', '{"username":')).data.rc).toBe('107')
    expect(
      (await biller.post('/api/top-up', 'username=1', { 'content-type': 'application/x-www-form-urlencoded' })).data.rc,
    ).toBe('107')
    const missing = await biller.prepaid('/api/top-up', 'INV1', { ref_id: 'INV1' })
    expect(missing.status).toBe(400)
    expect(missing.data.error_details).toEqual({ customer_id: ['required'], product_code: ['required'] })
    expect((await biller.prepaid('/api/nowhere', 'bl')).data.rc).toBe('117')
    expect((await biller.postpaid('give-money', 'pl')).data.response_code).toBe('101')
  })

  test('maintenance, a suspended account and a foreign address are refused in both families', async () => {
    for (const [setting, rc] of [
      ['maintenance', '110'],
      ['suspended', '118'],
      ['refusesAddress', '102'],
    ] as const) {
      await biller.admin('settings', { maintenance: false, suspended: false, refusesAddress: false, [setting]: true })
      expect((await biller.prepaid('/api/check-balance', 'bl')).data.rc).toBe(rc)
      expect((await biller.postpaid('pricelist-pasca', 'pl')).data.response_code).toBe(rc)
    }
  })

  test('unknown members are ignored and a trailing slash does not matter', async () => {
    expect((await biller.prepaid('/api/pricelist/pln/pln', 'pl', { type: 'x', operator: 'y' })).data.rc).toBe('00')
    const slash = await biller.post('/api/v1/bill/check/', {
      commands: 'checkstatus',
      username: USERNAME,
      sign: sign('cs'),
      ref_id: 'X',
    })
    expect(slash.data.response_code).toBe('06')
  })
})

describe('prepaid', () => {
  test('the price list, filtered both ways of writing "non active"', async () => {
    const all = (await biller.prepaid('/api/pricelist/pln/pln', 'pl', { status: 'all' })).data
    expect(all.pricelist[1]).toMatchObject({
      product_code: 'hpln50000',
      product_nominal: '50000',
      product_price: 50_500,
      status: 'active',
    })
    await biller.admin('products/hpln50000', { active: false })
    for (const status of ['non active', 'non-active']) {
      const off = (await biller.prepaid('/api/pricelist/pln/pln', 'pl', { status })).data
      expect(off.pricelist.map((row: { product_code: string }) => row.product_code)).toEqual(['hpln50000'])
    }
    expect((await biller.topUp(biller.refId(), '12345678901')).rc).toBe('106')
    expect((await biller.topUp(biller.refId(), '12345678901', 'nothing')).rc).toBe('20')
  })

  test('a meter is known, unknown, or answers the code in its number', async () => {
    const ask = async (id: string) => (await biller.prepaid('/api/inquiry-pln', id, { customer_id: id })).data
    expect(await ask('12345678901')).toMatchObject({
      status: '1',
      name: 'Test PLN',
      segment_power: 'R1M /000000900',
      rc: '00',
    })
    expect(await ask('99999999999')).toMatchObject({ status: '2', rc: '14' })
    expect((await ask(rest('0014'))).rc).toBe('14')
    expect((await ask(rest('0106'))).rc).toBe('106')
  })

  test('a purchase is debited at acceptance, settled later, and told with its serial number', async () => {
    const refId = biller.refId()
    expect(await biller.topUp(refId, '12345678901')).toMatchObject({
      ref_id: refId,
      status: 0,
      rc: '39',
      price: 50_500,
      balance: 999_949_500,
    })
    expect(await biller.status(refId)).toMatchObject({ status: 0, rc: '39' })
    await biller.settle(refId)
    const done = await biller.status(refId)
    expect(done).toMatchObject({ status: 1, rc: '00', message: 'SUCCESS', balance: 999_949_500 })
    expect(done.sn).toMatch(/^(\d{4}-){4}\d{4}\/Test PLN\/R1M \/000000900\/37\.0$/)
    expect((await biller.status(refId)).sn).toBe(done.sn)
    expect(await entryOf(refId)).toMatchObject({ kind: 'prepaid', debited: 50_500, credited: 0, calls: 1, status: 1 })
  })

  test('the same number again is the same purchase: pending, done, with another meter, fifty at once', async () => {
    const refId = biller.refId()
    const answers = await Promise.all(Array.from({ length: 50 }, () => biller.topUp(refId, '12345678901')))
    expect(new Set(answers.map(({ tr_id }) => tr_id)).size).toBe(1)
    await biller.settle(refId)
    expect(await biller.topUp(refId, rest('0000'), 'hpln20000')).toMatchObject({
      customer_id: '12345678901',
      product_code: 'hpln50000',
      status: 1,
    })
    expect(await entryOf(refId)).toMatchObject({ debited: 50_500, calls: 51 })
  })

  test.each(['1007', '1017', '1202'])('number %s is refused at once and costs nothing', async (suffix) => {
    const refId = biller.refId()
    expect(await biller.topUp(refId, rest(suffix))).toMatchObject({
      status: 2,
      rc: String(Number(suffix.slice(1))).padStart(2, '0'),
    })
    expect(await entryOf(refId)).toMatchObject({ debited: 0 })
  })

  test('a failure after all gives the money back, at once or later', async () => {
    const refId = biller.refId()
    await biller.topUp(refId, rest('2007'))
    await biller.settle(refId, '07')
    expect(await biller.status(refId)).toMatchObject({ status: 2, rc: '07', message: 'FAILED' })
    expect(await entryOf(refId)).toMatchObject({ debited: 50_500, credited: 50_500 })
    await biller.admin('settings', { creditDelayMs: 60 })
    const later = biller.refId()
    await biller.topUp(later, rest('2007'))
    await biller.settle(later, '07')
    expect((await entryOf(later)).credited).toBe(0)
    await expect.poll(async () => (await entryOf(later)).credited).toBe(50_500)
  })

  test('with a processing time it settles by itself; with none it answers at once; with null it never does', async () => {
    await biller.admin('delay', { ms: 40 })
    const later = biller.refId()
    expect((await biller.topUp(later, rest('2014'))).status).toBe(0)
    await expect.poll(async () => (await biller.status(later)).rc).toBe('14')
    await biller.admin('delay', { ms: 0 })
    expect(await biller.topUp(biller.refId(), '12345678901')).toMatchObject({
      status: 1,
      rc: '00',
      sn: expect.any(String),
    })
    await biller.admin('delay', { ms: null })
    expect((await biller.topUp(biller.refId(), '12345678901')).status).toBe(0)
  })

  test('an empty deposit refuses, and works again after it was raised', async () => {
    await biller.admin('deposit', { amount: 50_000 })
    expect(await biller.topUp(biller.refId(), '12345678901')).toMatchObject({ status: 2, rc: '17' })
    await biller.admin('deposit', { amount: 60_000 })
    expect(await biller.topUp(biller.refId(), '12345678901')).toMatchObject({ status: 0, balance: 9_500 })
  })

  test('a price that changed between list and purchase is in the answer', async () => {
    await biller.admin('products/hpln50000', { price: 51_000 })
    expect((await biller.topUp(biller.refId(), '12345678901')).price).toBe(51_000)
  })

  test('daily limits turn at midnight in Jakarta', async () => {
    await biller.admin('clock', { now: '2026-03-31T23:30:00+07:00' })
    await biller.admin('settings', { dailyLimit: '202' })
    await biller.topUp(biller.refId(), '12345678901')
    expect((await biller.topUp(biller.refId(), '12345678901')).rc).toBe('202')
    expect((await biller.topUp(biller.refId(), '12345678901', 'hpln20000')).rc).toBe('39')
    await biller.admin('settings', { dailyLimit: '207' })
    expect((await biller.topUp(biller.refId(), '12345678901', 'hpln100000')).rc).toBe('207')
    await biller.admin('clock', { now: '2026-04-01T00:00:00+07:00' })
    expect((await biller.topUp(biller.refId(), '12345678901')).rc).toBe('39')
  })

  test.each([
    ['22:59:59', '39'],
    ['23:00:00', '109'],
    ['00:30:00', '109'],
    ['00:59:59', '109'],
    ['01:00:00', '39'],
  ])('the cut-off at %s answers %s', async (time, rc) => {
    await biller.admin('settings', { cutOff: '109' })
    await biller.admin('clock', { now: `2026-03-31T${time}+07:00` })
    expect((await biller.topUp(biller.refId(), '12345678901')).rc).toBe(rc)
    const bill = await biller.inquire(biller.refId(), '530000000000')
    expect(bill.response_code).toBe(rc === '109' ? '109' : '00')
  })

  test.each([
    ['slash', /\/CV MAJU\/JAYA A\/N Test PLN\/R1M/],
    ['one-word', /\/TestPLN\/R1M\/000000900/],
    ['no-kwh', /R1M \/000000900$/],
    ['two-decimals', /\/36\.98$/],
    ['short-token', /^(\d{4}-){4}\d{3}\//],
    ['plain', /^SN\d{20}$/],
  ])('serial number variant %s', async (serialNumber, shape) => {
    await biller.admin('settings', { serialNumber, delay: 0 })
    const refId = biller.refId()
    await biller.topUp(refId, '12345678901')
    expect((await biller.status(refId)).sn).toMatch(shape)
  })

  test('a success can come without its serial number first', async () => {
    await biller.admin('settings', { serialNumberAfterPolls: 3, delay: 0 })
    const refId = biller.refId()
    expect((await biller.topUp(refId, '12345678901')).sn).toBeUndefined()
    expect([await biller.status(refId), await biller.status(refId)].map(({ sn }) => sn)).toEqual([undefined, undefined])
    expect((await biller.status(refId)).sn).toMatch(/^\d{4}-/)
  })

  test.each([
    ['5105', '00'],
    ['6105', '07'],
  ])('riddle %s is answered, and the truth shows by status query', async (suffix, truth) => {
    await biller.admin('delay', { ms: 1 })
    const refId = biller.refId()
    expect((await biller.topUp(refId, rest(suffix))).rc).toBe('105')
    await expect.poll(async () => (await biller.status(refId)).rc).toBe(truth)
  })

  test('pending for ever stays so, pending for a day ends after it', async () => {
    await biller.admin('delay', { ms: 0 })
    const ever = biller.refId()
    const aDay = biller.refId()
    await biller.topUp(ever, rest('7002'))
    await biller.topUp(aDay, rest('7001'))
    expect((await biller.status(aDay)).rc).toBe('39')
    await biller.admin('clock', { now: new Date(Date.now() + 25 * 3_600_000).toISOString() })
    await expect.poll(async () => (await biller.status(aDay)).rc).toBe('00')
    expect((await biller.status(ever)).rc).toBe('39')
  })

  test('status and code can be made to contradict each other, numbers to be strings', async () => {
    const refId = biller.refId()
    await biller.topUp(refId, '12345678901')
    await biller.settle(refId)
    await biller.admin('settings', { contradiction: true, jitter: true })
    expect(await biller.status(refId)).toMatchObject({ status: '1', rc: '39', price: '50500' })
  })

  test('a receipt is JSON or PDF after success, and a code before', async () => {
    const refId = biller.refId()
    const { tr_id } = await biller.topUp(refId, '12345678901')
    const receipt = async (path: string) => (await fetch(`${biller.url}/api/download/${path}`)).text()
    expect(await receipt(`${tr_id}/1`)).toContain('"rc":"39"')
    await biller.settle(refId)
    expect(JSON.parse(await receipt(`${tr_id}/1`)).data).toMatchObject({ ref_id: refId, sn: expect.any(String) })
    expect(await receipt(String(tr_id))).toMatch(/^%PDF/)
  })
})

describe('transport faults', () => {
  const outcome = async (meter: string, refId = biller.refId()) => {
    const answer = await biller
      .prepaid('/api/top-up', refId, { ref_id: refId, customer_id: meter, product_code: 'hpln50000' })
      .catch(() => null)
    return { answer, isBought: (await entryOf(refId)) !== undefined, refId }
  }

  test.each([
    ['3001', true],
    ['3002', false],
    ['3003', true],
    ['3004', false],
    ['3010', true],
    ['3011', true],
  ])('%s gives no answer; the work is done: %s', async (fault, isBought) => {
    expect(await outcome(rest(fault))).toMatchObject({ answer: null, isBought })
  })

  test.each([
    ['3005', 502, true, /Bad Gateway/],
    ['3006', 502, false, /Bad Gateway/],
    ['3007', 200, true, /^\{"data":\{"ref_id"/],
    ['3008', 200, true, /^$/],
    ['3009', 200, false, /pemeliharaan/],
    ['3015', 500, true, /"rc":"39"/],
  ])('%s answers HTTP %s; the work is done: %s', async (fault, status, isBought, text) => {
    const found = await outcome(rest(fault))
    expect(found.answer?.status).toBe(status)
    expect(found.answer?.text).toMatch(text)
    expect(found.isBought).toBe(isBought)
  })

  test('3012 hides the purchase from the first three queries, 3013 makes them fail', async () => {
    const hidden = await outcome(rest('3012'))
    const codes = []
    for (let poll = 0; poll < 4; poll += 1) codes.push((await biller.status(hidden.refId)).rc)
    expect(codes).toEqual(['06', '06', '06', '39'])
    const ill = await outcome(rest('3013'))
    const statuses = []
    for (let poll = 0; poll < 4; poll += 1) statuses.push((await biller.status(ill.refId))?.rc)
    expect(statuses).toEqual([undefined, '204', '110', '39'])
  })

  test('3014: the first call never arrives, the same number again is bought', async () => {
    const first = await outcome(rest('3014'))
    expect(first).toMatchObject({ answer: null, isBought: false })
    expect((await outcome(rest('3014'), first.refId)).isBought).toBe(true)
    expect(await entryOf(first.refId)).toMatchObject({ debited: 50_500 })
  })

  test('the next calls of an operation can be made to fail', async () => {
    await biller.admin('faults', { operation: 'top-up', fault: '3006', times: 2 })
    expect((await outcome('12345678901')).answer?.status).toBe(502)
    expect((await outcome('12345678901')).answer?.status).toBe(502)
    expect((await outcome('12345678901')).answer?.data.rc).toBe('39')
  })

  test('the whole biller can be away for a while', async () => {
    await biller.admin('down', { ms: 150 })
    await expect
      .poll(async () =>
        biller.ledger().then(
          () => 'up',
          () => 'down',
        ),
      )
      .toBe('down')
    await expect
      .poll(async () =>
        biller.ledger().then(
          () => 'up',
          () => 'down',
        ),
      )
      .toBe('up')
  })
})

describe('callbacks', () => {
  const settled = async (suffix: string, rc = '00') => {
    const refId = biller.refId()
    await biller.topUp(refId, suffix.length === 4 ? rest(suffix) : suffix)
    await biller.settle(refId, rc)
    return refId
  }
  const seen = () => biller.callbacks.map(({ data }) => data)

  test('tells a result in strings, signed over the number', async () => {
    const refId = await settled('12345678901')
    expect(seen()).toEqual([
      {
        ref_id: refId,
        status: '1',
        product_code: 'hpln50000',
        customer_id: '12345678901',
        price: '50500',
        message: 'SUCCESS',
        sn: expect.stringMatching(/^\d{4}-/),
        balance: '999949500',
        tr_id: expect.stringMatching(/^\d+$/),
        rc: '00',
        sign: sign(refId),
      },
    ])
  })

  test('a failure has no serial number; bills have no callback', async () => {
    await settled('12345678901', '07')
    expect(seen()[0]).toMatchObject({ status: '2', rc: '07' })
    expect(seen()[0].sn).toBeUndefined()
    biller.callbacks.length = 0
    const refId = biller.refId()
    const { tr_id } = await biller.inquire(refId, '530000002000')
    await biller.pay(tr_id)
    await biller.settle(refId)
    expect(seen()).toEqual([])
  })

  test.each([
    ['4001', 6],
    ['4009', 0],
  ])('%s is sent %s times', async (suffix, times) => {
    await settled(suffix)
    expect(seen()).toHaveLength(times)
  })

  test('4002 comes before the answer to the purchase', async () => {
    const answered = await biller.topUp(biller.refId(), rest('4002'))
    expect(seen()).toHaveLength(1)
    expect(answered.status).toBe(1)
  })

  test('4004 and 4005 contradict themselves', async () => {
    await settled('4004')
    await settled('4005', '07')
    expect(seen().map(({ status }) => status)).toEqual(['1', '2', '2', '1'])
  })

  test('4006 is signed wrongly, not at all, and in upper case', async () => {
    const refId = await settled('4006')
    expect(seen().map((data) => data.sign)).toEqual(['f'.repeat(32), undefined, sign(refId).toUpperCase()])
  })

  test('4007 lies under a right signature, 4008 speaks of a number that was never issued', async () => {
    const refId = await settled('4007')
    expect(seen()[0]).toMatchObject({ ref_id: refId, status: '2', price: '1', sign: sign(refId) })
    await settled('4008')
    expect(seen()[1]).toMatchObject({ ref_id: 'INV9999999999999999', sign: sign('INV9999999999999999') })
  })

  test('4010 to 4015 and 4018 come in other forms', async () => {
    for (const suffix of ['4010', '4011', '4012', '4013', '4014', '4015', '4018']) await settled(suffix)
    const [noSn, v1, xml, numbers, broken, empty, huge, spoofed, zero] = biller.callbacks
    expect(noSn?.data).toMatchObject({ status: '1' })
    expect(noSn?.data.sn).toBeUndefined()
    expect(v1?.data).toMatchObject({ code: 'hpln50000', hp: rest('4011') })
    expect(xml?.text).toMatch(/^<mp>/)
    expect(numbers?.data).toMatchObject({ status: 1, price: 50_500 })
    expect(broken?.data).toBeUndefined()
    expect(empty?.text).toBe('')
    expect(huge?.text.length).toBeGreaterThan(1_000_000)
    expect(spoofed?.headers['x-forwarded-for']).toBe('52.220.38.194')
    expect(zero?.data.status).toBe('0')
  })

  test('4017: the callbacks of two purchases come in reverse order', async () => {
    const [first, second] = [await settled('4017'), await settled('4017')]
    await expect.poll(() => seen().map(({ ref_id }) => ref_id)).toEqual([second, first])
  })

  test('4016: a receiver that is ill is tried again when the settings say so', async () => {
    await biller.admin('settings', { callbackRetries: 1 })
    biller.receiver.status = 500
    const refId = biller.refId()
    await biller.topUp(refId, rest('4016'))
    // The answer of the admin surface waits for the callbacks; this test does not.
    void biller.settle(refId).catch(() => undefined)
    await expect.poll(() => seen().length, { timeout: 4_000 }).toBe(2)
  })

  test('can be forged and sent again by hand', async () => {
    const refId = await settled('12345678901')
    await biller.admin(`transactions/${refId}/callback`, { fields: { sn: 'forged' } })
    expect(seen()[1]).toMatchObject({ ref_id: refId, sn: 'forged' })
  })
})

describe('bills', () => {
  test('the price list names both codes with fee and commission', async () => {
    const { data } = await biller.post('/api/v1/bill/check/pln', {
      commands: 'pricelist-pasca',
      username: USERNAME,
      sign: sign('pl'),
    })
    expect(data.pasca[0]).toEqual({
      code: 'PLNPOSTPAID',
      name: 'PLN POSTPAID',
      status: 1,
      fee: 2500,
      komisi: 600,
      type: 'pln',
      category: 'postpaid',
    })
    expect(data.pasca[1].code).toBe('PLNNONTAG')
  })

  test('a bill is looked up for nothing and paid once', async () => {
    const refId = biller.refId()
    const bill = await biller.inquire(refId, '530000000000')
    expect(bill).toMatchObject({
      response_code: '00',
      ref_id: refId,
      desc: { lembar_tagihan: '1', tarif: 'R1', daya: 900 },
    })
    expect(bill.price).toBe(bill.nominal + bill.admin)
    expect(bill.selling_price).toBe(bill.price - 600)
    expect(await biller.billStatus(refId)).toMatchObject({ status: 0, response_code: '42' })
    expect((await biller.ledger()).deposit).toBe(1_000_000_000)
    expect(await biller.pay(bill.tr_id)).toMatchObject({
      response_code: '00',
      noref: expect.stringMatching(/\S/),
      balance: 1_000_000_000 - bill.selling_price,
    })
    expect((await biller.pay(bill.tr_id)).response_code).toBe('01')
    expect(await biller.billStatus(refId)).toMatchObject({
      status: 1,
      response_code: '00',
      desc: { lembar_tagihan_sisa: 0 },
    })
    expect(await entryOf(refId)).toMatchObject({ kind: 'postpaid', debited: bill.selling_price, calls: 2 })
  })

  test('eight bills are paid four at a time, the older ones with a penalty', async () => {
    const first = await biller.inquire(biller.refId(), '530000000999')
    expect(first.desc.tagihan.detail).toHaveLength(4)
    expect(first.desc.tagihan.detail[0].denda).toBe('3000')
    expect((await biller.pay(first.tr_id)).desc.lembar_tagihan_sisa).toBe(4)
    const second = await biller.inquire(biller.refId(), '530000000999')
    expect(second.desc.tagihan.detail).toHaveLength(4)
    await biller.pay(second.tr_id)
    expect((await biller.inquire(biller.refId(), '530000000999')).response_code).toBe('01')
  })

  test.each([
    ['530000000103', '103'],
    ['530000000001', '01'],
    ['530000000014', '14'],
    ['999999999999', '14'],
  ])('the inquiry of %s answers %s', async (hp, rc) => {
    const refId = biller.refId()
    expect((await biller.inquire(refId, hp)).response_code).toBe(rc)
    expect((await biller.inquire(refId, hp)).response_code).toBe('11')
  })

  test.each([
    ['530000001037', '37', 2, '37'],
    ['530000001039', '39', 3, '39'],
    ['530000001105', '105', 2, '105'],
    ['530000001001', '01', 0, '42'],
    ['530000005105', '105', 1, '00'],
    ['530000006105', '105', 2, '37'],
  ])('the payment of %s answers %s and stands at %s/%s', async (hp, rc, status, code) => {
    const refId = biller.refId()
    const { tr_id } = await biller.inquire(refId, hp)
    expect((await biller.pay(tr_id)).response_code).toBe(rc)
    expect(await biller.billStatus(refId)).toMatchObject({ status, response_code: code })
    const { debited, credited } = await entryOf(refId)
    expect(debited - credited > 0).toBe(status === 1 || status === 3)
  })

  test('a bill of yesterday, an unknown one and an empty deposit are not paid', async () => {
    await biller.admin('clock', { now: '2026-03-31T22:30:00+07:00' })
    const { tr_id } = await biller.inquire(biller.refId(), '530000000000')
    await biller.admin('clock', { now: '2026-04-01T00:00:00+07:00' })
    expect((await biller.pay(tr_id)).response_code).toBe('04')
    expect((await biller.pay(1)).response_code).toBe('06')
    const today = await biller.inquire(biller.refId(), '530000000000')
    await biller.admin('deposit', { amount: 1 })
    expect((await biller.pay(today.tr_id)).response_code).toBe('17')
  })

  test('a pending payment says so again and is not debited twice', async () => {
    const refId = biller.refId()
    const { tr_id } = await biller.inquire(refId, '530000002000')
    expect((await biller.pay(tr_id)).response_code).toBe('39')
    expect((await biller.pay(tr_id)).response_code).toBe('39')
    await biller.settle(refId)
    const entry = await entryOf(refId)
    expect(entry.debited).toBe(entry.price)
    expect(await biller.billStatus(refId)).toMatchObject({ status: 1 })
  })

  test('one non-taglis code is known and the other is not, switchable; a number with signs is refused', async () => {
    expect(await biller.inquire(biller.refId(), '3225030000000', 'PLNNONTAG')).toMatchObject({
      response_code: '00',
      period: '',
      desc: { transaksi: 'PENYAMBUNGAN BARU' },
    })
    expect((await biller.inquire(biller.refId(), '3225030000000', 'PLNNONH')).response_code).toBe('20')
    await biller.admin('settings', { nonTaglisCode: 'PLNNONH' })
    expect((await biller.inquire(biller.refId(), '3225030000000', 'PLNNONH')).response_code).toBe('00')
    expect((await biller.inquire('INV-1', '530000000000')).response_code).toBe('03')
  })

  test('what is not known of a bill can be an empty text or an empty list', async () => {
    for (const [emptyDesc, desc] of [
      ['text', ''],
      ['list', []],
    ] as const) {
      await biller.admin('settings', { emptyDesc })
      expect((await biller.inquire(biller.refId(), '530000000014')).desc).toEqual(desc)
    }
  })

  test('a receipt is XML before payment and JSON or PDF after', async () => {
    const { tr_id } = await biller.inquire(biller.refId(), '530000000000')
    const receipt = async (path: string) => (await fetch(`${biller.url}/api/v1/download/${path}`)).text()
    expect(await receipt(`${tr_id}/1`)).toMatch(/^<mp><response_code>06/)
    await biller.pay(tr_id)
    expect(await receipt(`${tr_id}/1`)).toContain('ID PELANGGAN')
    expect(await receipt(String(tr_id))).toMatch(/^%PDF/)
  })
})
