import { expect, test } from 'vitest'
import { readLegacyRow } from './legacy-row.js'

const info = (value: object) => JSON.stringify(value)

test.each([
  ['a token in process', { product_code: 'hpln20000', status: 0, rc: '39' }, 'PROCESSING'],
  ['a token sold', { product_code: 'hpln20000', status: 1, rc: '00' }, 'SUCCESS'],
  ['a token failed', { product_code: 'hpln20000', status: 2, rc: '07' }, 'FAILED'],
  ['a bill only looked up', { product_code: 'PLNPOSTPAID', status: 0, rc: '42' }, 'EXPIRED'],
  ['a bill looked up and stored as 3', { product_code: 'PLNPOSTPAID', status: 3, rc: '00' }, 'EXPIRED'],
  [
    'a bill paid and stored as 3',
    { product_code: 'PLNNONTAG', status: 3, rc: '00', info: info({ data: { noref: 'A1' } }) },
    'SUCCESS',
  ],
  ['a bill in process', { product_code: 'PLNNONH', status: 3, rc: '39' }, 'PROCESSING'],
  ['a bill failed', { product_code: 'PLNPOSTPAID', status: 2, rc: '37' }, 'FAILED'],
])('%s', (_name, row, state) => {
  expect(readLegacyRow(row, false).state).toBe(state)
})

test('a bill of today can still be paid', () => {
  expect(readLegacyRow({ product_code: 'PLNPOSTPAID', status: 3, rc: '00' }, true).state).toBe('AWAITING_PAYMENT')
})

test('the customer and the token come from the old JSON, however it was nested', () => {
  const row = {
    product_code: 'hpln50000',
    status: 1,
    rc: '00',
    info: info({
      customer: { name: 'SITI', meter_no: '12345678901' },
      trx: { sn: '1111-2222-3333-4444-5555/SITI/R1M /000000900/33.1' },
    }),
  }
  expect(readLegacyRow(row, false)).toMatchObject({
    token: '11112222333344445555',
    energyKwh: '33.1',
    customer: { name: 'SITI', meterNumber: '12345678901', tariff: 'R1M', powerVa: 900 },
  })
  expect(readLegacyRow({ product_code: 'hpln50000', status: 1, info: 'not json' }, false).customer.name).toBeNull()
})

test('a bill is told by the codes that this counter has for bills, too', () => {
  const codes = { POSTPAID: 'PLNPASCA', NON_TAGLIS: 'PLNLAIN' }
  const lookedUp = (product_code: string) => readLegacyRow({ product_code, status: 3, rc: '00' }, false, codes)
  expect(lookedUp('PLNPASCA')).toMatchObject({ productType: 'POSTPAID', state: 'EXPIRED' })
  expect(lookedUp('PLNLAIN')).toMatchObject({ productType: 'NON_TAGLIS', state: 'EXPIRED' })
  expect(lookedUp('PLNNONH')).toMatchObject({ productType: 'NON_TAGLIS', state: 'EXPIRED' })
})
