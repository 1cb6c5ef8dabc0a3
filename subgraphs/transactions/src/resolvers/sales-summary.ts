import { checkDateRange } from '../domain/input.js'
import { averageOf, type SalesSummary as Summary, shareOf, type Total } from '../domain/sales-summary.js'
import type { SaleStatus } from '../domain/settlement/phase.js'
import type { SalesSummaryResolvers, ShiftResolvers, UserResolvers } from '../generated/resolvers.js'
import { salesConditions } from '../services/listing/row-level-authorization.js'

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

/** A user, by id; its other fields come from the users subgraph. */
export interface UserRef {
  id: string
}

export const User: UserResolvers = {
  __resolveReference: ({ id }) => ({ id }),
  sales: async ({ id }, { filter }, { viewer, loaders }) => {
    const isAdmin = viewer.role === 'ADMIN'
    if (!isAdmin && !(viewer.role === 'EMPLOYEE' && viewer.userId === id)) return null
    checkDateRange(filter ?? {})
    const conditions = salesConditions(filter, null)
    return { summary: await loaders.salesOf.load({ kind: 'employeeId', id, conditions }), showsProfit: isAdmin }
  },
}

/** A shift, by id; its other fields come from the master subgraph. */
export interface ShiftRef {
  id: string
}

export const Shift: ShiftResolvers = {
  __resolveReference: ({ id }) => ({ id }),
  sales: async ({ id }, { filter }, { viewer, loaders }) => {
    if (viewer.role !== 'ADMIN') return null
    checkDateRange(filter ?? {})
    const conditions = salesConditions(filter, null)
    return { summary: await loaders.salesOf.load({ kind: 'shiftId', id, conditions }), showsProfit: true }
  },
}
