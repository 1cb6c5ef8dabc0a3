import { waitUntil } from '@setrum/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Json, startTestBiller, type TestBiller } from './support/start-test-biller.js'

let biller: TestBiller
beforeAll(async () => {
  biller = await startTestBiller()
})
beforeEach(() => biller.admin('/reset'))
afterAll(() => biller.stop())

const CUSTOMER = '530000000000'
const START = 1_000_000_000

const detailsOf = (data: Json) =>
  (data as { desc: { tagihan: { detail: { denda: string; periode: string; total: number }[] } } }).desc.tagihan.detail

/** Inquires a bill that can be paid. */
async function inquireBill(number = CUSTOMER, code?: string) {
  const ref = biller.newRef()
  const { data } = await biller.inquire(ref, number, code)
  expect(data.response_code).toBe('00')
  return { ref, trId: data.tr_id, data, cost: Number(data.selling_price) }
}

describe('an inquiry', () => {
  test('returns one bill with the documented members and types, and moves no money', async () => {
    const { ref, data } = await inquireBill()
    expect(data).toMatchObject({
      tr_id: expect.any(Number),
      code: 'PLNPOSTPAID',
      hp: CUSTOMER,
      tr_name: expect.any(String),
      period: expect.stringMatching(/^\d{6}$/),
      nominal: expect.any(Number),
      admin: 2_500,
      ref_id: ref,
      message: 'INQUIRY SUCCESS',
      desc: { tarif: 'R1', daya: 900, lembar_tagihan: '1' },
    })
    expect(data.price).toBe(Number(data.nominal) + Number(data.admin))
    expect(data.selling_price).toBe(Number(data.price) - 600)
    expect(detailsOf(data)).toEqual([
      { periode: data.period, nilai_tagihan: String(data.nominal), admin: '2500', denda: '0', total: data.price },
    ])
    for (const absent of ['status', 'balance', 'noref', 'datetime']) expect(data).not.toHaveProperty(absent)
    expect(biller.deposit()).toBe(START)
    expect(biller.entry(ref)).toMatchObject({ kind: 'postpaid', debited: 0, calls: 0, status: 0 })
  })

  test('11.2.13 of eight bills returns four, with penalties; the next returns the other four; then all are paid', async () => {
    const first = await inquireBill('530000000999')
    expect(first.data).toMatchObject({ desc: { lembar_tagihan: '4' } })
    const shown = detailsOf(first.data)
    expect(shown).toHaveLength(4)
    expect(shown.every(({ denda }) => Number(denda) > 0)).toBe(true)
    expect(shown.reduce((sum, { total }) => sum + total, 0)).toBe(first.data.price)
    expect(String(first.data.period).split(',')).toEqual([shown[0]?.periode, shown[3]?.periode])
    expect(first.data.selling_price).toBe(Number(first.data.price) - 4 * 600)

    expect((await biller.pay(first.trId)).data).toMatchObject({ response_code: '00', desc: { lembar_tagihan_sisa: 4 } })
    const second = await inquireBill('530000000999')
    const rest = detailsOf(second.data)
    expect(rest).toHaveLength(4)
    expect(Number(rest[0]?.periode)).toBeGreaterThan(Number(shown[3]?.periode))
    expect((await biller.pay(second.trId)).data).toMatchObject({
      response_code: '00',
      desc: { lembar_tagihan_sisa: 0 },
    })
    const third = await biller.inquire(biller.newRef(), '530000000999')
    expect(third.data).toMatchObject({ response_code: '01', message: 'INVOICE HAS BEEN PAID' })
  })

  test.each([
    ['530000000103', '103'],
    ['530000000001', '01'],
    ['530000000014', '14'],
    ['530000000005', '05'],
    ['530000000110', '110'],
    ['530000000777', '777'],
    ['123456789012', '14'],
    ['53000000000', '14'],
  ])('of %s returns %s', async (number, code) => {
    const ref = biller.newRef()
    const { http, data } = await biller.inquire(ref, number)
    expect(http).toBe(200)
    expect(data).toMatchObject({ response_code: code, ref_id: ref })
    expect(data).not.toHaveProperty('price')
  })

  test('11.2.14 with a used ref_id returns 11, also when the first failed; checkstatus returns the first', async () => {
    const { ref, trId } = await inquireBill()
    expect((await biller.inquire(ref, CUSTOMER)).data).toMatchObject({
      response_code: '11',
      message: 'DUPLICATE REF ID',
    })
    expect((await biller.billStatus(ref)).data).toMatchObject({ status: 0, response_code: '42', tr_id: trId })
    const failed = biller.newRef()
    await biller.inquire(failed, '530000000014')
    expect((await biller.inquire(failed, CUSTOMER)).data.response_code).toBe('11')
    expect((await biller.billStatus(failed)).data).toMatchObject({ status: 2, response_code: '14' })
  })

  test.each(['INV-1', 'INV 1', 'ref_1.2', 'ÅNV1'])('with the ref_id "%s" returns 03', async (ref) => {
    expect((await biller.inquire(ref, CUSTOMER)).data.response_code).toBe('03')
  })

  test('11.2.17 accepts one non-taglis code and returns 20 for the other; configurable', async () => {
    const registration = '3225030000000'
    const known = await inquireBill(registration, 'PLNNONTAG')
    expect(known.data).toMatchObject({
      period: '',
      nominal: 696_400,
      admin: 5_000,
      price: 701_400,
      selling_price: 699_600,
      desc: { transaksi: expect.any(String), no_registrasi: registration, tanggal_registrasi: '20240701' },
    })
    expect((await biller.inquire(biller.newRef(), registration, 'PLNNONH')).data.response_code).toBe('20')
    await biller.set({ nonTaglisCode: 'PLNNONH' })
    await inquireBill(registration, 'PLNNONH')
    expect((await biller.inquire(biller.newRef(), registration, 'PLNNONTAG')).data.response_code).toBe('20')
    const codes = ((await biller.bills()).data.pasca as Json[]).map(({ code }) => code)
    expect(codes).toEqual(['PLNPOSTPAID', 'PLNNONH'])
  })

  test('11.2.18 that fails can have an empty string or an empty list as desc', async () => {
    for (const [emptyDesc, desc] of [
      ['text', ''],
      ['list', []],
    ] as const) {
      await biller.set({ emptyDesc })
      const ref = biller.newRef()
      expect((await biller.inquire(ref, '530000000014')).data.desc).toEqual(desc)
      expect((await biller.billStatus(ref)).data.desc).toEqual(desc)
    }
  })

  test('the test numbers of 2023 can be selected', async () => {
    await biller.set({ numbers: '2023' })
    await inquireBill('530000000001')
    expect((await biller.inquire(biller.newRef(), '530000000004')).data.response_code).toBe('01')
    expect((await biller.inquire(biller.newRef(), CUSTOMER)).data.response_code).toBe('14')
    expect((await biller.pay((await inquireBill('530000000006')).trId)).data.response_code).toBe('37')
    await biller.set({ nonTaglisCode: 'PLNNONH' })
    await inquireBill('1811217010329', 'PLNNONH')
  })
})

describe('a payment', () => {
  test('debits the price less the commission and returns all members', async () => {
    const { ref, trId, data, cost } = await inquireBill()
    const paid = (await biller.pay(trId)).data
    expect(paid).toMatchObject({
      tr_id: trId,
      ref_id: ref,
      response_code: '00',
      message: 'PAYMENT SUCCESS',
      datetime: expect.stringMatching(/^20\d{12}$/),
      noref: expect.stringMatching(/^[0-9A-F]{32}$/),
      balance: START - cost,
      price: data.price,
      desc: { lembar_tagihan_sisa: 0 },
    })
    expect(detailsOf(paid)[0]).toMatchObject({ meter_awal: '00012000', meter_akhir: '00012110' })
    expect(paid).not.toHaveProperty('status')
    expect(biller.entry(ref)).toMatchObject({ debited: cost, credited: 0, calls: 1, status: 1, rc: '00' })
  })

  test('11.2.15 repeated returns 01 when paid, 39 when pending, and never debits twice', async () => {
    const paid = await inquireBill()
    await biller.pay(paid.trId)
    expect((await biller.pay(paid.trId)).data.response_code).toBe('01')
    expect(biller.entry(paid.ref)).toMatchObject({ debited: paid.cost, calls: 2 })

    const pending = await inquireBill('530000002000')
    expect((await biller.pay(pending.trId)).data.response_code).toBe('39')
    expect((await biller.pay(pending.trId)).data.response_code).toBe('39')
    expect(biller.entry(pending.ref)).toMatchObject({ debited: pending.cost, calls: 2 })
    expect(biller.deposit()).toBe(START - paid.cost - pending.cost)
  })

  test('11.2.15 sent fifty times concurrently debits once', async () => {
    const { ref, trId, cost } = await inquireBill()
    const responses = await Promise.all(Array.from({ length: 50 }, () => biller.pay(trId)))
    expect(responses.filter(({ data }) => data.response_code === '00')).toHaveLength(1)
    expect(biller.entry(ref)).toMatchObject({ debited: cost, calls: 50 })
  })

  test.each([['699999'], ['1'], ['abc']])('11.2.15 of the unknown tr_id %s returns 06', async (trId) => {
    expect((await biller.pay(trId)).data).toEqual({ response_code: '06', message: 'INQUIRY ID NOT FOUND' })
  })

  test('accepts the tr_id as a number too', async () => {
    const { trId } = await inquireBill()
    const { data } = await biller.pay(trId, { body: JSON.stringify(biller.payBody(trId)) })
    expect(data.response_code).toBe('00')
  })

  test('11.2.9 without deposit returns 17, and succeeds the same day once it is raised', async () => {
    const { ref, trId, cost } = await inquireBill()
    await biller.admin('/deposit', { amount: cost - 1 })
    expect((await biller.pay(trId)).data).toMatchObject({ response_code: '17', ref_id: ref })
    expect((await biller.billStatus(ref)).data).toMatchObject({ status: 0, response_code: '42' })
    await biller.admin('/deposit', { amount: cost })
    expect((await biller.pay(trId)).data).toMatchObject({ response_code: '00', balance: 0 })
  })

  test('11.2.13 of yesterday’s inquiry returns 04', async () => {
    await biller.setClock('2026-03-31T22:00:00+07:00')
    const { trId } = await inquireBill()
    await biller.setClock('2026-04-01T00:00:00+07:00')
    expect((await biller.pay(trId)).data.response_code).toBe('04')
  })

  test('11.2.12 during the cut-off returns 109, like an inquiry, exact to the second', async () => {
    await biller.set({ cutOff: '39' })
    for (const [time, code] of [
      ['22:59:59', '00'],
      ['23:00:00', '109'],
      ['00:30:00', '109'],
      ['00:59:59', '109'],
      ['01:00:00', '00'],
    ] as const) {
      await biller.setClock(`2026-03-31T${time}+07:00`)
      expect((await biller.inquire(biller.newRef(), CUSTOMER)).data.response_code).toBe(code)
    }
    const { trId } = await inquireBill()
    await biller.setClock('2026-03-31T23:00:00+07:00')
    expect((await biller.pay(trId)).data.response_code).toBe('109')
  })

  test('of a deactivated product returns 106', async () => {
    const { trId } = await inquireBill()
    await biller.admin('/products/PLNPOSTPAID', { active: false })
    expect((await biller.pay(trId)).data.response_code).toBe('106')
    expect((await biller.inquire(biller.newRef(), CUSTOMER)).data.response_code).toBe('106')
    const rows = (await biller.bills()).data.pasca as Json[]
    expect(rows.map(({ code, status }) => [code, status])).toEqual([
      ['PLNPOSTPAID', 4],
      ['PLNNONTAG', 1],
    ])
    expect((await biller.bills({ status: 'active' })).data.pasca).toHaveLength(1)
  })

  test.each([
    ['1037', '37', 2],
    ['1105', '105', 2],
    ['1103', '103', 2],
    ['1007', '07', 2],
    ['1004', '04', 2],
    ['1001', '01', 0],
    ['1034', '34', 0],
    ['1040', '40', 0],
    ['1002', '02', 0],
    ['1005', '05', 0],
    ['1201', '201', 0],
    ['1109', '109', 0],
    ['1777', '777', 2],
  ])('1RRR: %s returns %s, debits nothing, and has status %i', async (suffix, code, status) => {
    const { ref, trId } = await inquireBill(`53000000${suffix}`)
    expect((await biller.pay(trId)).data).toMatchObject({ response_code: code, ref_id: ref })
    expect((await biller.billStatus(ref)).data).toMatchObject({ status, response_code: status === 0 ? '42' : code })
    expect(biller.entry(ref)).toMatchObject({ debited: 0 })
  })

  test.each(['100', '102', '110', '117', '118', '06'])('1RRR: %s refuses the call', async (code) => {
    const { ref, trId } = await inquireBill(`530000001${code.padStart(3, '0')}`)
    expect((await biller.pay(trId)).data).toEqual({ response_code: code, message: expect.any(String) })
    expect((await biller.billStatus(ref)).data).toMatchObject({ status: 0, response_code: '42' })
  })

  test('1039 is pending until the admin API settles it', async () => {
    const success = await inquireBill('530000001039')
    expect((await biller.pay(success.trId)).data).toMatchObject({ response_code: '39' })
    expect((await biller.billStatus(success.ref)).data).toMatchObject({ status: 3, response_code: '39' })
    await biller.settle(success.ref, '00')
    expect((await biller.billStatus(success.ref)).data).toMatchObject({ status: 1, response_code: '00' })
    const failure = await inquireBill('530000001039')
    await biller.pay(failure.trId)
    await biller.settle(failure.ref, '37')
    expect((await biller.billStatus(failure.ref)).data).toMatchObject({ status: 2, response_code: '37', noref: '' })
    expect(biller.deposit()).toBe(START - success.cost)
  })

  test.each([
    ['2000', 1, '00'],
    ['2037', 2, '37'],
  ])('%s is pending and later has status %i with %s', async (suffix, status, code) => {
    await biller.admin('/delay', { ms: 30 })
    const { ref, trId } = await inquireBill(`53000000${suffix}`)
    expect((await biller.pay(trId)).data.response_code).toBe('39')
    await waitUntil(async () => (await biller.billStatus(ref)).data.status !== 3)
    expect((await biller.billStatus(ref)).data).toMatchObject({ status, response_code: code })
  })

  test.each(['005', '091', '092', '103', '105', '201'])(
    '5RRR and 6RRR: %s does not reveal the result',
    async (digits) => {
      const code = String(Number(digits)).padStart(2, '0')
      for (const [first, status, balance] of [
        ['5', 1, 'lower'],
        ['6', 2, 'same'],
      ] as const) {
        const before = biller.deposit()
        const { ref, trId } = await inquireBill(`53000000${first}${digits}`)
        const { data } = await biller.pay(trId)
        expect(data).toMatchObject({ response_code: code })
        for (const telling of ['noref', 'balance', 'datetime', 'status']) expect(data).not.toHaveProperty(telling)
        expect((await biller.billStatus(ref)).data.status).toBe(status)
        expect(biller.deposit() < before).toBe(balance === 'lower')
      }
    },
  )

  test('7001 is pending for a day, 7002 forever', async () => {
    const day = await inquireBill('530000007001')
    const ever = await inquireBill('530000007002')
    await biller.pay(day.trId)
    await biller.pay(ever.trId)
    await biller.admin('/clock', { advanceMs: 24 * 3_600_000 })
    expect((await biller.billStatus(day.ref)).data.status).toBe(1)
    expect((await biller.billStatus(ever.ref)).data.status).toBe(3)
  })
})

describe('a status query', () => {
  test('11.2.16 in each state, and of an unknown ref_id', async () => {
    const states = [
      ['530000000000', false, 0, '42', 'REQUEST PEMBAYARAN BELUM DITERIMA'],
      ['530000001039', true, 3, '39', 'PENDING / TRANSAKSI SEDANG DIPROSES'],
      ['530000000000', true, 1, '00', 'PAYMENT SUCCESS'],
      ['530000001037', true, 2, '37', 'PEMBAYARAN GAGAL'],
    ] as const
    for (const [number, isPaid, status, response_code, message] of states) {
      const { ref, trId } = await inquireBill(number)
      if (isPaid) await biller.pay(trId)
      const { data } = await biller.billStatus(ref)
      expect(data).toMatchObject({ ref_id: ref, tr_id: trId, status, response_code, message })
    }
    expect((await biller.billStatus('INV404')).data).toEqual({ response_code: '06', message: 'INQUIRY ID NOT FOUND' })
  })

  test('11.2.18 has numbers as strings and strings as numbers with type variance', async () => {
    const { ref, trId } = await inquireBill()
    await biller.set({ typeVariance: true })
    await biller.pay(trId)
    expect((await biller.billStatus(ref)).data).toMatchObject({
      status: '1',
      response_code: '00',
      tr_id: String(trId),
      desc: { daya: '900', lembar_tagihan: 1, lembar_tagihan_sisa: '0', tagihan: { detail: [{ denda: 0 }] } },
    })
  })
})
