import { averageRupiah } from '@setrum/units'
import type { ProductType } from './legacy/legacy-row.js'
import { SALE_STATUSES, type SaleStatus } from './settlement/phase.js'

/** Count, amount and profit of sales. Amounts in whole rupiah. */
export interface Total {
  count: number
  amountIdr: number
  /** Of the successful sales with a known cost. */
  profitIdr: number
}

/** The total of one group of sales, by day, product type, status, and employee or shift. */
export interface TotalRow extends Total {
  businessDate: string
  productType: ProductType
  state: SaleStatus
  /** The id of the employee or shift; null for the total of all. */
  of: string | null
}

type Totals = Record<SaleStatus, Total>

/** Totals of sales, by status, product type and day. */
export interface SalesSummary {
  totals: Totals
  byProductType: { productType: ProductType; sold: Total }[]
  /** Oldest first; days without a sale are left out. */
  daily: { date: string; totals: Totals }[]
}

const PRODUCT_TYPES: readonly ProductType[] = ['PREPAID', 'POSTPAID', 'NON_TAGLIS']

export function summaryOf(rows: readonly TotalRow[]): SalesSummary {
  // One pass over the rows: without a range there are thousands of days.
  const byDay = new Map<string, TotalRow[]>()
  for (const row of rows) {
    const day = byDay.get(row.businessDate)
    if (day) day.push(row)
    else byDay.set(row.businessDate, [row])
  }
  const days = [...byDay].sort(([a], [b]) => (a < b ? -1 : 1))
  return {
    totals: totalsOf(rows),
    byProductType: PRODUCT_TYPES.filter((type) => rows.some((row) => row.productType === type)).map((productType) => ({
      productType,
      sold: totalsOf(rows.filter((row) => row.productType === productType)).SUCCESS,
    })),
    daily: days.map(([date, ofDay]) => ({ date, totals: totalsOf(ofDay) })),
  }
}

/** The share of one status in all sales, by count; 0 when there are none. */
export function shareOf(state: SaleStatus, totals: Totals): number {
  const all = SALE_STATUSES.reduce((sum, each) => sum + totals[each].count, 0)
  return all === 0 ? 0 : totals[state].count / all
}

export const averageOf = ({ amountIdr, count }: Total) => averageRupiah(amountIdr, count)

function totalsOf(rows: readonly TotalRow[]): Totals {
  const of = (state: SaleStatus): Total =>
    rows
      .filter((row) => row.state === state)
      .reduce(
        (sum, row) => ({
          count: sum.count + row.count,
          amountIdr: sum.amountIdr + row.amountIdr,
          profitIdr: sum.profitIdr + row.profitIdr,
        }),
        { count: 0, amountIdr: 0, profitIdr: 0 },
      )
  return { SUCCESS: of('SUCCESS'), PROCESSING: of('PROCESSING'), FAILED: of('FAILED') }
}
