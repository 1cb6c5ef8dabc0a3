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

test('there are about five thousand demo sales, within the shifts of their sellers, of every type and status', () => {
  const rows = demoRows(new Date('2026-03-31T20:00:00+07:00'), 'Asia/Jakarta')
  expect(rows.length).toBeGreaterThan(4_800)
  expect(new Set(rows.map(({ productType }) => productType))).toEqual(new Set(['PREPAID', 'POSTPAID', 'NON_TAGLIS']))
  expect(new Set(rows.map(({ state }) => state)).size).toBeGreaterThanOrEqual(4)
  for (const row of rows) {
    const [from, to] = { '01': [8, 15], '02': [16, 23], '03': [0, 7] }[String(row.shiftId).slice(-2)] ?? [0, 0]
    expect(Number(row.businessHour)).toBeGreaterThanOrEqual(from ?? 0)
    expect(Number(row.businessHour)).toBeLessThanOrEqual(to ?? 0)
  }
  expect(rows.some(({ nextCheckAt }) => nextCheckAt)).toBe(false)
})
