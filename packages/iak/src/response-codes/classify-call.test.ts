import { describe, expect, test } from 'vitest'
import { describesAnother, type Subject } from './classify-call.js'
import { classifyPostpaid } from './classify-postpaid.js'
import { classifyPrepaid } from './classify-prepaid.js'

const OTHER_REF = 'INV0000000000000099'
const TOKEN: Subject = { refId: 'INV0000000000000042', customerNumbers: ['01234567890'], productCode: 'hpln50000' }
const BILL: Subject = { ...TOKEN, customerNumbers: ['530000000000'], productCode: 'PLNNONTAG' }

describe('a response describes another sale', () => {
  test.each([
    ['under another ref_id', { ref_id: OTHER_REF }, TOKEN],
    ['for another customer', { customer_id: '09999999999' }, TOKEN],
    ["for another customer under v1's name", { hp: '09999999999' }, TOKEN],
    ['for another product', { product_code: 'hpln20000' }, TOKEN],
    ["for another product under v1's name", { code: 'PLNPOSTPAID' }, BILL],
    ['for another customer among members that fit', { ...BILL, ref_id: BILL.refId, hp: '530000000001' }, BILL],
  ])('%s', (_name, named, sale) => {
    expect(describesAnother(named, sale)).toBe(true)
  })
})

describe('a response describes our sale', () => {
  test.each([
    ['with nothing named', {}, TOKEN],
    ['with empty members', { ref_id: '', customer_id: '', hp: '', product_code: '', code: '' }, TOKEN],
    ['with the leading zeros of the number lost', { customer_id: '1234567890' }, TOKEN],
    ['with zeros in front of the number', { hp: '001234567890' }, TOKEN],
    ['with the product in other letters', { product_code: 'HPLN50000' }, TOKEN],
    ['with the other code of non-taglis bills', { code: 'PLNNONH' }, BILL],
    ['with a member of which we know nothing', { customer_id: '9' }, { refId: TOKEN.refId }],
  ])('%s', (_name, named, sale) => {
    expect(describesAnother(named, sale)).toBe(false)
  })
})

test.each(['PURCHASE', 'REPEAT', 'STATUS'] as const)(
  'a response to a %s that describes another sale brings no code, text or number of it',
  (requestType) => {
    const foreign = (data: object) => ({ kind: 'RESPONDED', httpStatus: 200, json: { data } }) as const
    const other = { message: 'SALDO TIDAK CUKUP', tr_id: 8 }
    const nothing = { code: null, message: null, trId: null }
    for (const rc of ['17', '34', '06', '00']) {
      for (const ref_id of [TOKEN.refId, OTHER_REF]) {
        const token = foreign({ ...other, rc, status: 2, ref_id, customer_id: '09999999999' })
        expect(classifyPrepaid(requestType, TOKEN.refId, token, TOKEN)).toMatchObject(nothing)
        const bill = foreign({ ...other, response_code: rc, ref_id, hp: '530000000001' })
        expect(classifyPostpaid(requestType, BILL.refId, bill, BILL)).toMatchObject(nothing)
      }
    }
  },
)
