import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startReceiver } from './support/start-receiver.js'
import { signed, startTestBiller, type TestBiller } from './support/start-test-biller.js'

let biller: TestBiller
let receiver: Awaited<ReturnType<typeof startReceiver>>
beforeAll(async () => {
  receiver = await startReceiver()
  biller = await startTestBiller({ callbackUrl: receiver.url })
})
beforeEach(async () => {
  await biller.admin('/reset')
  await biller.set({ callbackRetryMs: 10 })
  receiver.clear()
})
afterAll(async () => {
  await biller.stop()
  await receiver.stop()
})

/** Buys for a meter and forces the result. The callback has been delivered when it returns. */
async function buyAndSettle(meter: string, rc = '00') {
  const ref = biller.newRef()
  await biller.topUp(ref, meter)
  await biller.settle(ref, rc)
  return ref
}

describe('the callback of the reference', () => {
  test('11.2.2 reports a success in strings, with its serial number, signed over the ref_id', async () => {
    const ref = await buyAndSettle('12345678901')
    expect(receiver.received).toHaveLength(1)
    expect(receiver.received[0]?.headers['content-type']).toBe('application/json')
    expect(receiver.received[0]?.data).toEqual({
      ref_id: ref,
      status: '1',
      product_code: 'hpln50000',
      customer_id: '12345678901',
      price: '50500',
      message: 'SUCCESS',
      sn: expect.stringMatching(/^\d{4}(-\d{4}){4}\//),
      balance: '999949500',
      tr_id: expect.stringMatching(/^\d+$/),
      rc: '00',
      sign: signed(ref),
    })
    expect((await biller.status(ref)).data.sn).toBe(receiver.received[0]?.data.sn)
  })

  test('reports a failure without a serial number', async () => {
    await buyAndSettle('12345678901', '07')
    expect(receiver.received[0]?.data).toMatchObject({ status: '2', rc: '07', message: 'FAILED' })
    expect(receiver.received[0]?.data).not.toHaveProperty('sn')
  })

  test('is sent when the purchase settles automatically', async () => {
    await biller.admin('/delay', { ms: 20 })
    await biller.topUp(biller.newRef(), '14000002007')
    await receiver.waitFor(1)
    expect(receiver.received[0]?.data).toMatchObject({ status: '2', rc: '07' })
  })

  test('11.2.1 is not sent when callbacks are disabled', async () => {
    await biller.set({ callbacks: false })
    const ref = await buyAndSettle('12345678901')
    expect((await biller.status(ref)).data.rc).toBe('00')
    expect(receiver.received).toEqual([])
  })

  test('is sent once per transaction, however often a result is forced', async () => {
    const ref = await buyAndSettle('12345678901')
    expect(await biller.settle(ref, '07')).toEqual({ status: 1, rc: '00', changed: false })
    expect(receiver.received).toHaveLength(1)
  })

  test('is not sent for bills', async () => {
    const { data } = await biller.inquire(biller.newRef(), '530000001039')
    await biller.pay(data.tr_id)
    await biller.settle(String(data.ref_id), '00')
    await buyAndSettle('12345678901')
    expect(receiver.received).toHaveLength(1)
  })
})

describe('11.4 callback faults', () => {
  test('4001: twice, then five times in parallel', async () => {
    await buyAndSettle('14000004001')
    await receiver.waitFor(7)
    expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1)
  })

  test('4002: before the response of the top-up', async () => {
    const { data } = await biller.topUp(biller.newRef(), '14000004002')
    expect(receiver.received).toHaveLength(1)
    expect(receiver.received[0]?.data).toMatchObject({ ref_id: data.ref_id, status: '1' })
  })

  test('4003: late', async () => {
    await biller.set({ lateCallbackMs: 1_000 })
    const ref = biller.newRef()
    await biller.topUp(ref, '14000004003')
    const forced = biller.settle(ref, '00')
    expect((await biller.status(ref)).data.rc).toBe('00')
    expect(receiver.received).toEqual([])
    await forced
    await receiver.waitFor(1)
    await biller.admin('/reset')
    expect(biller.state.settings.lateCallbackMs).toBe(8_000)
  })

  test('4004 and 4005: the opposite result after the correct one', async () => {
    await buyAndSettle('14000004004')
    expect(receiver.received.map(({ data }) => [data.status, data.rc, 'sn' in data])).toEqual([
      ['1', '00', true],
      ['2', '07', false],
    ])
    receiver.clear()
    await biller.admin('/delay', { ms: 0 })
    const { data } = await biller.topUp(biller.newRef(), '14000004005')
    expect(data).toMatchObject({ status: 2, rc: '07' })
    await receiver.waitFor(2)
    expect(receiver.received.map((callback) => [callback.data.status, callback.data.rc])).toEqual([
      ['2', '07'],
      ['1', '00'],
    ])
  })

  test('4006: a wrong sign, none, and one in upper case, never the correct one', async () => {
    const ref = await buyAndSettle('14000004006')
    await receiver.waitFor(3)
    expect(receiver.received.map(({ data }) => data.sign)).toEqual([
      'f'.repeat(32),
      undefined,
      signed(ref).toUpperCase(),
    ])
  })

  test('4007: a correct sign with false content', async () => {
    const ref = await buyAndSettle('14000004007')
    const [forged] = receiver.received
    expect(forged?.data).toMatchObject({
      ref_id: ref,
      sign: signed(ref),
      status: '2',
      rc: '07',
      price: '1',
      tr_id: '1',
    })
    const actual = (await biller.status(ref)).data
    expect(actual).toMatchObject({ status: 1, rc: '00' })
    expect(forged?.data.sn).not.toBe(actual.sn)
    expect(forged?.data.customer_id).not.toBe(actual.customer_id)
  })

  test('4008: a correct sign for an unknown ref_id', async () => {
    const ref = await buyAndSettle('14000004008')
    expect(receiver.received.map(({ data }) => data.ref_id)).toEqual(['INV9999999999999999', ref])
    expect(receiver.received[0]?.data.sign).toBe(signed('INV9999999999999999'))
  })

  test('4009: never', async () => {
    const ref = await buyAndSettle('14000004009')
    expect((await biller.status(ref)).data.rc).toBe('00')
    expect(receiver.received).toEqual([])
  })

  test('4010: a success without its serial number', async () => {
    await buyAndSettle('14000004010')
    expect(receiver.received[0]?.data).toMatchObject({ status: '1', rc: '00' })
    expect(receiver.received[0]?.data).not.toHaveProperty('sn')
  })

  test('4011: the names of version 1', async () => {
    await buyAndSettle('14000004011')
    expect(receiver.received[0]?.data).toMatchObject({ code: 'hpln50000', hp: '14000004011' })
    expect(receiver.received[0]?.data).not.toHaveProperty('customer_id')
  })

  test('4012: XML', async () => {
    const ref = await buyAndSettle('14000004012')
    expect(receiver.received[0]?.headers['content-type']).toBe('application/xml')
    expect(receiver.received[0]?.body).toMatch(new RegExp(`^<mp><ref_id>${ref}</ref_id>.*</mp>$`))
  })

  test('4013: numbers instead of strings', async () => {
    await buyAndSettle('14000004013')
    expect(receiver.received[0]?.data).toMatchObject({ status: 1, price: 50_500, tr_id: expect.any(Number), rc: '00' })
  })

  test('4014: broken JSON, an empty body, a megabyte', async () => {
    await buyAndSettle('14000004014')
    await receiver.waitFor(3)
    expect(receiver.received.map(({ body }) => body.length)).toEqual([19, 0, 1_000_011])
  })

  test('4015: from an unlisted address, also with a spoofed X-Forwarded-For', async () => {
    await buyAndSettle('14000004015')
    await receiver.waitFor(2)
    expect(receiver.received.map(({ from, headers }) => [from, headers['x-forwarded-for']])).toEqual([
      ['127.0.0.9', undefined],
      ['127.0.0.9', '52.220.38.194'],
    ])
  })

  test('4016: a failing receiver gets three retries, or none', async () => {
    receiver.respondWith(() => 500)
    await buyAndSettle('14000004016')
    await receiver.waitFor(4)
    receiver.clear()
    receiver.respondWith((count) => (count < 3 ? 503 : 200))
    await buyAndSettle('14000004016')
    await receiver.waitFor(3)
    receiver.clear()
    receiver.respondWith(() => 403)
    await buyAndSettle('14000004016')
    await biller.set({ callbackRetries: 0 })
    receiver.respondWith(() => 500)
    await buyAndSettle('14000004016')
    await buyAndSettle('12345678901')
    expect(receiver.received).toHaveLength(3)
  })

  test('4016: a receiver that does not respond does not delay a forced result', async () => {
    receiver.respondWith(() => 'hang')
    await biller.set({ callbackRetries: 0 })
    const ref = await buyAndSettle('14000004016')
    expect((await biller.status(ref)).data.rc).toBe('00')
  })

  test('4017: for two sales of one meter in reverse order', async () => {
    const first = await buyAndSettle('14000004017')
    expect(receiver.received).toEqual([])
    const second = await buyAndSettle('14000004017')
    expect(receiver.received.map(({ data }) => data.ref_id)).toEqual([second, first])
  })

  test('4018: one with status "0" before the correct one', async () => {
    await buyAndSettle('14000004018')
    expect(receiver.received.map(({ data }) => [data.status, data.rc])).toEqual([
      ['0', '39'],
      ['1', '00'],
    ])
  })
})

describe('callbacks from the admin API', () => {
  test('can be repeated, changed or arbitrary', async () => {
    const ref = await buyAndSettle('12345678901')
    await biller.admin(`/transactions/${ref}/callback`)
    await biller.admin(`/transactions/${ref}/callback`, { fields: { status: '2', sn: 'x' } })
    await biller.admin('/callbacks', { body: '<mp/>', contentType: 'text/xml', headers: { 'x-odd': '1' } })
    const [original, repeated, changed, arbitrary] = receiver.received
    expect(repeated?.body).toBe(original?.body)
    expect(changed?.data).toMatchObject({ ref_id: ref, status: '2', sn: 'x', sign: signed(ref) })
    expect([arbitrary?.body, arbitrary?.headers['content-type'], arbitrary?.headers['x-odd']]).toEqual([
      '<mp/>',
      'text/xml',
      '1',
    ])
    expect((await biller.send('/_admin/transactions/INV404/callback', {})).http).toBe(404)
  })
})
