import { expect, test } from 'vitest'
import { isTokenRequested, missesToken, type ReviewedSale, reviewNoticeOf } from './sale-review'

const sold: ReviewedSale = { productType: 'PREPAID', status: 'SUCCESS', reviewReasons: [], token: null }
const bill: ReviewedSale = { productType: 'POSTPAID', status: 'AWAITING_PAYMENT', reviewReasons: [] }

test('only a token that could not be read is requested from the biller', () => {
  const unreadable: ReviewedSale = { ...sold, reviewReasons: ['UNREADABLE_TOKEN'] }
  expect([isTokenRequested(unreadable), reviewNoticeOf(unreadable)]).toEqual([true, 'noToken'])
  const withOtherReason: ReviewedSale = { ...sold, reviewReasons: ['COST_MISMATCH'] }
  for (const sale of [sold, withOtherReason]) {
    expect([isTokenRequested(sale), reviewNoticeOf(sale)]).toEqual([false, 'tokenNotStored'])
    expect(missesToken(sale)).toBe(true)
  }
  expect(reviewNoticeOf({ ...sold, token: '12345678901234567890' })).toBeNull()
})

test('only bills that do not add up are said to differ from the total', () => {
  expect(reviewNoticeOf({ ...bill, reviewReasons: ['BILLS_DO_NOT_ADD_UP'] })).toBe('checkAmount')
  expect(reviewNoticeOf({ ...bill, reviewReasons: ['COST_ABOVE_PRICE'] })).toBe('checkBill')
  expect(reviewNoticeOf(bill)).toBeNull()
})
