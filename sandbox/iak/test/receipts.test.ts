import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { signed, startTestBiller, type TestBiller } from './support/start-test-biller.js'

let biller: TestBiller
beforeAll(async () => {
  biller = await startTestBiller()
})
beforeEach(async () => {
  await biller.admin('/reset')
  await biller.set({ callbacks: false })
})
afterAll(() => biller.stop())

const get = async (path: string) => {
  const response = await fetch(biller.url + path)
  return { type: response.headers.get('content-type') ?? '', text: await response.text() }
}

describe('11.2.22 the receipt of a token', () => {
  test('is a PDF, or JSON with the serial number', async () => {
    const ref = biller.newRef()
    const { data } = await biller.topUp(ref, '12345678901')
    await biller.settle(ref, '00')
    const pdf = await get(`/api/download/${data.tr_id}`)
    expect([pdf.type, pdf.text.slice(0, 4)]).toEqual(['application/pdf', '%PDF'])
    expect(JSON.parse((await get(`/api/download/${data.tr_id}/1`)).text).data).toMatchObject({
      ref_id: ref,
      date: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
      name: 'Test PLN',
      admin_fee: 0,
      sn: expect.stringMatching(/^\d{4}-/),
      rc: '00',
      status: 1,
    })
  })

  test('returns the code when it is pending, failed or unknown', async () => {
    const ref = biller.newRef()
    const { data } = await biller.topUp(ref, '12345678901')
    const read = async () => JSON.parse((await get(`/api/download/${data.tr_id}`)).text).data
    expect(await read()).toEqual({ rc: '39', message: 'PROCESS', status: 0 })
    await biller.settle(ref, '07')
    expect(await read()).toEqual({ rc: '07', message: 'FAILED', status: 2 })
    expect(JSON.parse((await get('/api/download/1/1')).text).data.rc).toBe('06')
  })
})

describe('11.2.22 the receipt of a bill', () => {
  test('is a PDF, or JSON with labels; with a custom header on request', async () => {
    const { data } = await biller.inquire(biller.newRef(), '530000000000')
    await biller.pay(data.tr_id)
    const pdf = await get(`/api/v1/download/${data.tr_id}`)
    expect([pdf.type, pdf.text.slice(0, 4)]).toEqual(['application/pdf', '%PDF'])
    expect(JSON.parse((await get(`/api/v1/download/${data.tr_id}/1`)).text).data).toMatchObject({
      HEADER: expect.any(String),
      'NO. RESI': String(data.tr_id),
      TANGGAL: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
      'ID PELANGGAN': '530000000000',
      'JUMLAH TAGIHAN': 'Rp 100.000',
      ADMIN: 'Rp 2.500',
    })
    const custom = (raw: number, sign = signed('bc')) =>
      biller.send('/api/v1/bill/download/custom', {
        commands: 'receipt-custom',
        username: '081200001111',
        sign,
        tr_id: String(data.tr_id),
        custom: { header: { company_name: 'Setrum', company_address: 'Jl. Merdeka 1' } },
        raw,
      })
    expect((await custom(0)).text).toMatch(/^%PDF/)
    expect((await custom(1)).data).toMatchObject({ HEADER: 'Setrum' })
    expect((await custom(1, signed('cs'))).data.response_code).toBe('100')
  })

  test('returns an error in XML before payment and for an unknown one', async () => {
    const { data } = await biller.inquire(biller.newRef(), '530000000000')
    for (const trId of [data.tr_id, 1]) {
      const { type, text } = await get(`/api/v1/download/${trId}/1`)
      expect(type).toContain('xml')
      expect(text).toMatch(/^<mp><response_code>06<\/response_code>/)
    }
  })
})
