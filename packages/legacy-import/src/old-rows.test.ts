import { ObjectId } from 'mongodb'
import { expect, test } from 'vitest'
import { reader } from './old-rows.js'

const read = reader('transaction', 'Asia/Jakarta')
const sale = (price: unknown) => ({
  _id: new ObjectId(),
  invoice: 'INV-1',
  customer_id: '12345678901',
  product_code: 'hpln50000',
  price,
})

test.each([
  [50_500, 50_500],
  ['50500', 50_500],
  ['50500.00', 50_500],
  ['50500.0000', 50_500],
])('an amount of %s is %i rupiah', (price, rupiah) => {
  expect(read(sale(price)).row?.price).toBe(rupiah)
})

test.each(['50.500', '1.050.500', '50,500', 'lima'])('an amount of %s is refused and listed', (price) => {
  expect(read(sale(price)).why).toContain('price')
})
