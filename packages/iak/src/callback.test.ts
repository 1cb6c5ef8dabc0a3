import { expect, test } from 'vitest'
import { parseCallback } from './callback.js'

const SIGN = '96bcf916c62a1783cdf37ee1716a0eb9'
const CLAIM = {
  refId: 'INV0000000000000042',
  sign: SIGN,
  status: 1,
  code: '00',
  customerId: '12345678901',
  productCode: 'hpln50000',
  trId: '700123',
  priceIdr: 50_500,
  serialNumber: '1111-2222-3333-4444-5555/BUDI SANTOSO/R1 /000001300/33.1',
}
const V2 = {
  ref_id: 'INV0000000000000042',
  status: '1',
  product_code: 'hpln50000',
  customer_id: '12345678901',
  price: '50500',
  message: 'SUCCESS',
  sn: '1111-2222-3333-4444-5555/BUDI SANTOSO/R1 /000001300/33.1',
  balance: '4949500',
  tr_id: '700123',
  rc: '00',
  sign: SIGN,
}

test('a callback reads the same with the names of v2 and v1, with strings and with numbers', () => {
  const { product_code, customer_id, ...rest } = V2
  expect(parseCallback({ data: V2 })).toEqual(CLAIM)
  expect(parseCallback({ data: { ...rest, code: product_code, hp: customer_id } })).toEqual(CLAIM)
  expect(parseCallback({ data: { ...V2, status: 1, price: 50_500, tr_id: 700_123, balance: 1 } })).toEqual(CLAIM)
})

test.each([
  ['nothing', undefined],
  ['a text', 'data'],
  ['a list', []],
  ['an empty object', {}],
  ['data that is a text', { data: 'x' }],
  ['no ref_id', { data: { ...V2, ref_id: '' } }],
  ['no sign', { data: { ...V2, sign: undefined } }],
  ['an object for a ref_id', { data: { ...V2, ref_id: { $ne: '' } } }],
  ['a list for a sign', { data: { ...V2, sign: [SIGN] } }],
])('%s is no callback', (_name, body) => {
  expect(parseCallback(body)).toBeNull()
})
