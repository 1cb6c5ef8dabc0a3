import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { signed, startTestBiller, type TestBiller } from './support/start-test-biller.js'

let biller: TestBiller
beforeAll(async () => {
  biller = await startTestBiller()
})
beforeEach(() => biller.admin('/reset'))
afterAll(() => biller.stop())

const username = '081200001111'
const REF = 'INV0000000000000042'

// Operation, path, body without the signature, signed value, a wrong signed value.
const PREPAID = [
  ['check-balance', '/api/check-balance', {}, 'bl', 'pl'],
  ['pricelist', '/api/pricelist/pln/pln', {}, 'pl', 'bl'],
  ['inquiry-pln', '/api/inquiry-pln', { customer_id: '12345678901' }, '12345678901', 'bl'],
  ['top-up', '/api/top-up', { ref_id: REF, customer_id: '12345678901', product_code: 'hpln20000' }, REF, '12345678901'],
  ['check-status', '/api/check-status', { ref_id: REF }, REF, 'cs'],
] as const
const POSTPAID = [
  ['pricelist-pasca', {}, 'pl', 'bl'],
  ['inq-pasca', { ref_id: REF, code: 'PLNPOSTPAID', hp: '530000000000' }, REF, '530000000000'],
  ['pay-pasca', { tr_id: '9001234' }, '9001234', REF],
  ['checkstatus', { ref_id: REF }, 'cs', REF],
] as const
const BILL = '/api/v1/bill/check'

test('the signatures match the reference’s test vectors', () => {
  expect(signed('bl')).toBe('b526320dde5a6bc2b0fcbd7e91a11adb')
  expect(signed('cs')).toBe('d34824b8fe6caec34bde2ed8a85ce402')
  expect(signed(REF)).toBe('96bcf916c62a1783cdf37ee1716a0eb9')
})

describe('11.2.19 the signature', () => {
  test.each(PREPAID)(
    'of %s: only the correct signature of the correct value is accepted; 204',
    async (_name, path, body, x, other) => {
      const codeFor = async (sign: unknown, name: string = username) =>
        (await biller.send(path, { ...body, username: name, sign })).data.rc
      expect(await codeFor(signed(x))).not.toBe('204')
      expect(await codeFor(signed(other))).toBe('204')
      expect(await codeFor(signed(x, 'another-key'))).toBe('204')
      expect(await codeFor(signed(x).toUpperCase())).toBe('204')
      expect(await codeFor(signed(x), '081299999999')).toBe('204')
    },
  )

  test.each(POSTPAID)(
    'of %s: only the correct signature of the correct value is accepted; 100',
    async (commands, body, x, other) => {
      const codeFor = async (sign: unknown, name: string = username) =>
        (await biller.send(BILL, { ...body, commands, username: name, sign })).data.response_code
      expect(await codeFor(signed(x))).not.toBe('100')
      expect(await codeFor(signed(other))).toBe('100')
      expect(await codeFor(signed(x, 'another-key'))).toBe('100')
      expect(await codeFor(signed(x).toUpperCase())).toBe('100')
      expect(await codeFor(signed(x), '081299999999')).toBe('100')
    },
  )
})

describe('11.2.20 a refused call', () => {
  test.each([
    ['rejectsAddress', '102'],
    ['suspended', '118'],
    ['maintenance', '110'],
  ])('by the setting %s returns %s for every operation', async (setting, code) => {
    await biller.set({ [setting]: true })
    for (const [, path, body, x] of PREPAID) {
      const { http, data } = await biller.send(path, { ...body, username, sign: signed(x) })
      expect([http, data]).toEqual([200, { rc: code, message: expect.any(String), status: 2 }])
    }
    for (const [commands, body, x] of POSTPAID) {
      const { data } = await biller.send(BILL, { ...body, commands, username, sign: signed(x) })
      expect(data).toEqual({ response_code: code, message: expect.any(String) })
    }
    expect(biller.ledger().transactions).toEqual([])
  })

  test('with a required member missing, empty or not a string returns HTTP 400 with its name', async () => {
    for (const [, path, body, x] of PREPAID) {
      const whole = { ...body, username, sign: signed(x) }
      for (const name of Object.keys(whole)) {
        for (const value of [undefined, '', 12]) {
          const { http, data } = await biller.send(path, { ...whole, [name]: value })
          expect([http, data]).toEqual([
            400,
            { rc: '107', message: 'ERROR IN XML FORMAT', error_details: { [name]: ['required'] } },
          ])
        }
      }
    }
    for (const [commands, body, x] of POSTPAID) {
      const whole = { ...body, username, sign: signed(x) }
      for (const name of Object.keys(whole)) {
        const { http, data } = await biller.send(BILL, { ...whole, commands, [name]: undefined })
        expect([http, data.error_details]).toEqual([400, { [name]: ['required'] }])
      }
    }
  })

  test('with an unknown path returns 117', async () => {
    for (const path of ['/api/topup', '/api/pricelist/pln/pln/pln', '/']) {
      expect((await biller.send(path, {})).data.rc).toBe('117')
    }
    expect((await biller.send('/api/v1/bill/cheque', {})).data.response_code).toBe('117')
    const get = await fetch(`${biller.url}/api/top-up`)
    expect(await get.json()).toEqual({ data: { rc: '117', message: 'PAGE NOT FOUND', status: 2 } })
  })

  test('with an unknown command returns 101, for version 1 205', async () => {
    for (const commands of ['topup', undefined, '', 7]) {
      expect((await biller.send(BILL, { commands, username, sign: signed('cs') })).data.response_code).toBe('101')
    }
    expect((await biller.send('/v1/legacy/index', { commands: 'topup' })).data.rc).toBe('205')
  })

  test.each([
    ['not JSON', { body: '{"username":' }],
    ['a list', { body: '[]' }],
    ['a text', { body: '"x"' }],
    ['empty', { body: '' }],
    ['a form', { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'username=1' }],
    ['XML', { headers: { 'content-type': 'application/xml' }, body: '<mp/>' }],
    ['without a content type', { headers: {}, body: new Blob([JSON.stringify({ username })]) }],
  ] as [string, RequestInit][])('with a body that is %s returns 107', async (_name, init) => {
    for (const [, path] of PREPAID) expect((await biller.send(path, {}, init)).data.rc).toBe('107')
    expect((await biller.send(BILL, {}, init)).data.response_code).toBe('107')
  })
})

describe('tolerated variations', () => {
  test('unknown members, a trailing slash, the type in the path, a charset', async () => {
    const more = { username, sign: signed('pl'), type: 'pln', operator: 'pln', foo: { bar: [1] } }
    expect((await biller.send('/api/pricelist', more)).data.rc).toBe('00')
    expect((await biller.send('/api/pricelist/pln', more)).data.rc).toBe('00')
    expect((await biller.send('/api/pricelist/pulsa/telkomsel', more)).data.pricelist).toEqual([])
    for (const path of [`${BILL}/`, `${BILL}/pln`, BILL]) {
      expect((await biller.send(path, { ...more, commands: 'pricelist-pasca' })).data.pasca).toHaveLength(2)
    }
    const charset = { headers: { 'content-type': 'application/json; charset=utf-8' } }
    expect((await biller.send('/api/check-balance', { username, sign: signed('bl') }, charset)).data.rc).toBe('00')
  })
})
