import { businessDate, endOfDay, startOfDay } from '@setrum/units'
import mongoose, { type PipelineStage } from 'mongoose'
import {
  type BucketId,
  closedBuckets,
  hourOf,
  isIn,
  joined,
  openSpan,
  type Span,
  spanOf,
} from '../domain/rollup-bucket.js'
import type { TotalRow } from '../domain/sales-summary.js'
import { SALE_STATUSES } from '../domain/status.js'
import type { BucketTotal, SalesRollups } from './sales-rollups.js'
import type { TransactionModel } from './transaction.js'
import type { Conditions } from './transaction-filter.js'
import type { Calendar } from './transaction-row.js'

const { trusted } = mongoose

/** Which sales are counted; the transaction filter without what makes no sense for sums. */
export type SalesConditions = Pick<Conditions, 'productType' | 'employeeId' | 'shiftId' | 'from' | 'to' | 'ownerId'> & {
  since?: Date | null | undefined
}

export type SalesTotals = ReturnType<typeof salesTotalsOf>

/**
 * Sums of sales by day, kind and state: everything that a summary shows comes from these rows. The one place that knows
 * how figures are made.
 *
 * What is over is read from the sums that are kept of it; this hour, what was never summed, and every day in which
 * something changed since it was summed, are added up from the transactions. Exact at every moment, because a change
 * marks its hour in the same write, and because the marks are read before the sums are.
 */
export function salesTotalsOf(
  model: TransactionModel,
  sums: SalesRollups,
  { timeZone, now }: Pick<Calendar, 'timeZone' | 'now'>,
) {
  /** Adds up the transactions of some stretches of time. */
  const scan = async (
    spans: readonly Span[],
    conditions: Omit<SalesConditions, 'from' | 'to' | 'since'>,
  ): Promise<BucketTotal[]> => {
    if (spans.length === 0) return []
    const { productType, employeeId, shiftId, ownerId } = conditions
    const times = spans.map(({ from, to }) => ({
      createdAt: trusted({ ...(from ? { $gte: from } : {}), ...(to ? { $lt: to } : {}) }),
    }))
    const match: PipelineStage.Match['$match'] = {
      $and: [
        { state: trusted({ $in: [...SALE_STATUSES] }) },
        ...(ownerId === null ? [] : [{ employeeId: ownerId }]),
        ...(employeeId == null ? [] : [{ employeeId }]),
        ...(shiftId == null ? [] : [{ shiftId }]),
        ...(productType == null ? [] : [{ productType }]),
        times.length === 1 ? (times[0] ?? {}) : { $or: times },
      ],
    }
    const found = await model.aggregate<{
      _id: Omit<BucketTotal, 'count' | 'amountIdr' | 'profitIdr'>
      count: number
      amount: number
      profit: number
    }>([
      { $match: match },
      {
        $group: {
          _id: {
            businessDate: '$businessDate',
            productType: '$productType',
            state: '$state',
            employeeId: '$employeeId',
            shiftId: '$shiftId',
          },
          count: { $sum: 1 },
          amount: { $sum: '$price' },
          profit: { $sum: '$profitIdr' },
        },
      },
    ])
    return found.map(({ _id, count, amount, profit }) => ({
      ..._id,
      shiftId: _id.shiftId ?? null,
      count,
      amountIdr: amount,
      profitIdr: profit,
    }))
  }

  /** From an instant in the middle of a day; a shift's worth of sales, which no kept sum has. */
  const spanSince = (since: Date, { from, to }: SalesConditions): Span[] => {
    const start = from == null ? since : new Date(Math.max(since.getTime(), startOfDay(from, timeZone).getTime()))
    const end = to == null ? null : endOfDay(to, timeZone)
    return end && end <= start ? [] : [{ from: start, to: end }]
  }

  const firstDate = async (): Promise<string> => {
    // Without a condition not every database takes the index for the order.
    const first = await model
      .findOne({ createdAt: trusted({ $gt: new Date(0) }) }, { createdAt: 1 })
      .sort({ createdAt: 1 })
      .lean<{ createdAt?: Date }>()
    return businessDate(first?.createdAt instanceof Date ? first.createdAt : now(), timeZone)
  }

  /** Hours that are over and in which something changed since they were summed. */
  const changedHours = async (from: BucketId, before: BucketId): Promise<BucketId[]> =>
    (await model.distinct('dirty.hour', { 'dirty.hour': trusted({ $gte: from, $lt: before }) })) as BucketId[]

  const all = async (conditions: SalesConditions): Promise<BucketTotal[]> => {
    if (conditions.since) return scan(spanSince(conditions.since, conditions), conditions)
    const at = now()
    const first = await firstDate()
    const from = conditions.from != null && conditions.from > first ? conditions.from : first
    const to = conditions.to ?? null
    const units = closedBuckets(from, to ?? '9999-12-31', at, timeZone)
    const changed = await changedHours(from, hourOf(at, timeZone))
    const kept = await sums.of(units.filter((unit) => !changed.some((hour) => isIn(hour, unit))))
    const isKept = new Set(kept.map(({ _id }) => _id))
    const rest = openSpan(to, from, at, timeZone)
    const spans = units.filter((unit) => !isKept.has(unit)).map((unit) => spanOf(unit, timeZone))
    const added = await scan(joined(rest ? [...spans, rest] : spans), conditions)
    const { productType, employeeId, shiftId, ownerId } = conditions
    const isAskedFor = (sum: BucketTotal) =>
      (ownerId === null || sum.employeeId === ownerId) &&
      (employeeId == null || sum.employeeId === employeeId) &&
      (shiftId == null || sum.shiftId === shiftId) &&
      (productType == null || sum.productType === productType)
    return [...kept.flatMap((row) => row.sums.filter(isAskedFor)), ...added]
  }

  return {
    of: async (conditions: SalesConditions): Promise<TotalRow[]> =>
      (await all(conditions)).map((sum) => ({ ...sum, of: null })),
    /** The same for several employees or shifts at once; in each row `of` says whose it is. */
    by: async (
      kind: 'employeeId' | 'shiftId',
      ids: readonly string[],
      conditions: SalesConditions,
    ): Promise<TotalRow[]> => {
      const wanted = new Set(ids)
      const found = await all(conditions)
      return found.flatMap((sum) => {
        const of = sum[kind]
        return of !== null && wanted.has(of) ? [{ ...sum, of }] : []
      })
    },
    /** The sums of a unit as the transactions have them now. */
    scanBucket: (unit: BucketId): Promise<BucketTotal[]> => scan([spanOf(unit, timeZone)], { ownerId: null }),
    /** What is over and not summed, or changed since, oldest first. */
    bucketsToRebuild: async (): Promise<BucketId[]> => {
      const at = now()
      const units = closedBuckets(await firstDate(), businessDate(at, timeZone), at, timeZone)
      const known = await sums.known(units)
      const changed = await changedHours('', hourOf(at, timeZone))
      return units.filter((unit) => !known.has(unit) || changed.some((hour) => isIn(hour, unit)))
    },
  }
}
