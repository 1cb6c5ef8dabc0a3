import { readCutOff } from '@setrum/units'
import { describe, expect, test } from 'vitest'
import type { Product } from '../models/product.js'
import { availabilityOf } from './availability.js'

const TOKEN: Product = {
  code: 'hpln20000',
  type: 'PREPAID',
  name: 'Token PLN 20.000',
  nominalIdr: 20_000,
  costIdr: 20_500,
  adminFeeIdr: null,
  isListed: true,
  marginIdr: null,
  isOffered: true,
  fetchedAt: new Date(0),
  updatedAt: new Date(0),
  leftAt: null,
}
const cutOff = readCutOff('23:00-01:00')
const at = (time: string) => ({ cutOff, now: new Date(`2026-03-31T${time}+07:00`) })

describe('a product', () => {
  test.each([
    ['22:59:59.999', true],
    ['23:00:00.000', false],
    ['00:30:00.000', false],
    ['00:59:59.999', false],
    ['01:00:00.000', true],
  ])('with a cut-off of 23:00-01:00 can be sold at %s: %s', (time, sellable) => {
    expect(availabilityOf(TOKEN, at(time)).sellable).toBe(sellable)
  })

  test('has the time of the next change', () => {
    expect(availabilityOf(TOKEN, at('23:10:00')).opensAt).toEqual(new Date('2026-04-01T01:00:00+07:00'))
    expect(availabilityOf(TOKEN, at('21:10:00')).closesAt).toEqual(new Date('2026-03-31T23:00:00+07:00'))
  })

  test('without a cut-off can be sold at any time', () => {
    expect(availabilityOf(TOKEN, { ...at('23:30:00'), cutOff: null })).toEqual({
      sellable: true,
      reason: null,
      opensAt: null,
      closesAt: null,
    })
  })

  test('not listed by the biller or deactivated by the owner cannot be sold', () => {
    expect(availabilityOf({ ...TOKEN, isListed: false }, at('10:00:00')).sellable).toBe(false)
    expect(availabilityOf({ ...TOKEN, isOffered: false }, at('10:00:00')).sellable).toBe(false)
  })
})

test.each(['23:00', '23:00-25:00', '23:00-23:00', '23:00-01:00-02:00', ''])('"%s" is an invalid cut-off', (text) => {
  expect(readCutOff(text)).toBeNull()
})
