import mongoose from 'mongoose'
import type { FigureRow, Total } from '../domain/sales-summary.js'
import { SALE_STATUSES } from '../domain/status.js'
import type { TransactionModel } from './transaction.js'
import { type Conditions, filterOf } from './transaction-filter.js'

const { trusted } = mongoose

/** Which sales are counted; the transaction filter without what makes no sense for sums. */
export type SalesConditions = Pick<Conditions, 'productType' | 'employeeId' | 'shiftId' | 'from' | 'to' | 'ownerId'>

export type SalesFigures = ReturnType<typeof salesFiguresOf>

/**
 * Sums of sales by day, kind and state: everything that a summary shows comes from these rows, in one question to the
 * database. The one place that knows how figures are made.
 */
export function salesFiguresOf(model: TransactionModel, timeZone: string) {
  const rows = async (conditions: SalesConditions, by: 'employeeId' | 'shiftId' | null, ids: readonly string[]) => {
    const filter = filterOf(conditions, timeZone)
    const found = await model.aggregate<{
      _id: Omit<FigureRow, keyof Total>
      count: number
      amount: number
      profit: number
    }>([
      {
        $match: {
          $and: [
            { state: trusted({ $in: [...SALE_STATUSES] }) },
            ...(by ? [{ [by]: trusted({ $in: [...ids] }) }] : []),
            ...(Object.keys(filter).length > 0 ? [filter] : []),
          ],
        },
      },
      {
        $group: {
          _id: {
            businessDate: '$businessDate',
            productType: '$productType',
            state: '$state',
            of: by ? `$${by}` : null,
          },
          count: { $sum: 1 },
          amount: { $sum: '$price' },
          profit: { $sum: '$profitIdr' },
        },
      },
    ])
    return found.map(
      ({ _id, count, amount, profit }): FigureRow => ({ ..._id, count, amountIdr: amount, profitIdr: profit }),
    )
  }
  return {
    of: (conditions: SalesConditions): Promise<FigureRow[]> => rows(conditions, null, []),
    /** The same for several employees or shifts at once; in each row `of` says whose it is. */
    by: (kind: 'employeeId' | 'shiftId', ids: readonly string[], conditions: SalesConditions): Promise<FigureRow[]> =>
      rows(conditions, kind, ids),
  }
}
