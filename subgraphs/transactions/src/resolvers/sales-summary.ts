import { averageOf, type SalesSummary as Summary, shareOf, type Total } from '../domain/sales-summary.js'
import type { SaleStatus } from '../domain/status.js'
import type { SalesSummaryResolvers } from '../generated/resolvers.js'

/** Totals, and whether the viewer may see the profit. */
export interface SummaryForViewer {
  summary: Summary
  showsProfit: boolean
}

const statusTotal = ({ summary: { totals } }: SummaryForViewer, state: SaleStatus) => ({
  count: totals[state].count,
  amount: totals[state].amountIdr,
  share: shareOf(state, totals),
})

const statusDay = (total: Total) => ({ count: total.count, amount: total.amountIdr, average: averageOf(total) })

export const SalesSummary: SalesSummaryResolvers = {
  success: (summary) => statusTotal(summary, 'SUCCESS'),
  processing: (summary) => statusTotal(summary, 'PROCESSING'),
  failed: (summary) => statusTotal(summary, 'FAILED'),
  profit: ({ summary, showsProfit }) => (showsProfit ? summary.totals.SUCCESS.profitIdr : null),
  byProductType: ({ summary, showsProfit }) =>
    summary.byProductType.map(({ productType, sold }) => ({
      productType,
      count: sold.count,
      amount: sold.amountIdr,
      profit: showsProfit ? sold.profitIdr : null,
    })),
  daily: ({ summary, showsProfit }) =>
    summary.daily.map(({ date, totals }) => ({
      date,
      success: statusDay(totals.SUCCESS),
      processing: statusDay(totals.PROCESSING),
      failed: statusDay(totals.FAILED),
      profit: showsProfit ? totals.SUCCESS.profitIdr : null,
    })),
}
