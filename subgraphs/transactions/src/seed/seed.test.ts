import { businessDate } from '@setrum/units'
import { expect, test } from 'vitest'
import { demoRows } from './seed.js'

test('demo sales end now, and the newest part of each bill is of its month at the counter', () => {
  const now = new Date('2027-03-31T23:59:59+07:00')
  const rows = demoRows(now, 'Asia/Jakarta')
  expect(rows.filter(({ createdAt }) => Number(createdAt) >= now.getTime())).toEqual([])
  const bills = rows.flatMap(({ product_code, createdAt, bills: parts = [] }) => {
    const soldOn = createdAt instanceof Date ? businessDate(createdAt, 'Asia/Jakarta') : ''
    return product_code === 'PLNPOSTPAID' ? [{ soldOn, periods: parts.map(({ period }) => period) }] : []
  })
  const wrong = bills.filter(({ soldOn, periods }) => periods.at(-1) !== soldOn.slice(0, 7).replace('-', ''))
  expect(bills.length).toBeGreaterThan(100)
  expect(wrong).toEqual([])
  expect(bills.map(({ periods }) => periods.join())).toContain('202612,202701')
})
