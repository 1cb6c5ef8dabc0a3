import type { Deadline } from '@setrum/subgraph-kit'
import { addDays, businessDate, businessHour, endOfDay, startOfDay, startOfHour } from '@setrum/units'
import mongoose, { type PipelineStage, type QueryFilter } from 'mongoose'
import {
  type BucketId,
  closedBuckets,
  hourId,
  hourOf,
  isIn,
  mergeSpans,
  openSpan,
  type Span,
  spanOf,
} from '../domain/rollup-bucket.js'
import type { TotalRow } from '../domain/sales-summary.js'
import { SALE_STATUSES } from '../domain/settlement/phase.js'
import { createCoalescer } from './coalesce.js'
import type { BucketTotal, HourTotal, SalesRollups } from './sales-rollups.js'
import type { TransactionModel } from './transaction.js'
import type { Conditions } from './transaction-filter.js'
import type { Calendar } from './transaction-row.js'
import type { TransactionRow } from './transaction-schema.js'

const { trusted } = mongoose

/** The conditions on counted sales: the transaction filter without those that make no sense for totals. */
export type SalesConditions = Pick<Conditions, 'productType' | 'employeeId' | 'shiftId' | 'from' | 'to' | 'ownerId'> & {
  since?: Date | null | undefined
  /** The day `to` only up to the present time of day. */
  untilTimeOfDay?: boolean | null | undefined
}

export type SalesTotals = ReturnType<typeof salesTotalsOf>

/** A query would have to add up too many sales of closed buckets: a rebuild has to come first. */
export class RollupsPendingError extends Error {
  override name = 'RollupsPendingError'
}

/** Most sales of closed buckets that one query adds up; the embedded database takes a quarter of a second for them. */
const MAX_SCANNED_SALES = 5_000

/**
 * Totals of sales by day, product type and status. Every total in the product comes from these rows.
 *
 * Closed buckets are read from their rollups. The current hour, buckets without a rollup and dirty buckets are added up
 * from the transactions. The result is exact at every moment: a change makes its hour dirty in the same write, and the
 * dirty hours are read before the rollups.
 */
export function salesTotalsOf(
  model: TransactionModel,
  salesRollups: SalesRollups,
  { timeZone, now }: Pick<Calendar, 'timeZone' | 'now'>,
) {
  /** Adds up the transactions of some spans, by hour of the day. */
  const scan = async (
    spans: readonly Span[],
    conditions: Omit<SalesConditions, 'from' | 'to' | 'since' | 'untilTimeOfDay'>,
    deadline?: Deadline,
  ): Promise<HourTotal[]> => {
    if (spans.length === 0) return []
    const { productType, employeeId, shiftId, ownerId } = conditions
    const match: PipelineStage.Match['$match'] = {
      $and: [
        { state: trusted({ $in: [...SALE_STATUSES] }) },
        ...(ownerId === null ? [] : [{ employeeId: ownerId }]),
        ...(employeeId == null ? [] : [{ employeeId }]),
        ...(shiftId == null ? [] : [{ shiftId }]),
        ...(productType == null ? [] : [{ productType }]),
        within(spans),
      ],
    }
    const pipeline: PipelineStage[] = [
      { $match: match },
      {
        $group: {
          _id: {
            businessDate: '$businessDate',
            hour: '$businessHour',
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
    ]
    const found = await model
      .aggregate<{
        _id: Omit<HourTotal, 'count' | 'amountIdr' | 'profitIdr'>
        count: number
        amount: number
        profit: number
      }>(pipeline)
      .option(limitOf(deadline))
    return found.map(({ _id, count, amount, profit }) => ({
      ..._id,
      shiftId: _id.shiftId ?? null,
      count,
      amountIdr: amount,
      profitIdr: profit,
    }))
  }

  /** From an instant within an hour: no rollup begins there, and it is a shift's worth of sales. */
  const spanSince = (since: Date, { from, to }: SalesConditions): Span[] => {
    const start = from == null ? since : new Date(Math.max(since.getTime(), startOfDay(from, timeZone).getTime()))
    const end = to == null ? null : endOfDay(to, timeZone)
    return end && end <= start ? [] : [{ from: start, to: end }]
  }

  const firstDate = async (): Promise<string> => {
    // The condition is always true. Without it some databases do not use the index for the order.
    const first = await model
      .findOne({ createdAt: trusted({ $gt: new Date(0) }) }, { createdAt: 1 })
      .sort({ createdAt: 1 })
      .lean<{ createdAt?: Date }>()
    return businessDate(first?.createdAt instanceof Date ? first.createdAt : now(), timeZone)
  }

  /** The dirty hours from `from`, inclusive, to `before`, exclusive: a sale changed since they were rolled up. */
  const changedHours = async (from: BucketId, before: BucketId): Promise<BucketId[]> =>
    (await model.distinct('dirty.hour', { 'dirty.hour': trusted({ $gte: from, $lt: before }) })) as BucketId[]

  /** The same for a query. @throws RollupsPendingError when more sales changed than a query may add up */
  const fewChangedHours = async (from: BucketId, before: BucketId, deadline?: Deadline): Promise<BucketId[]> => {
    const rows = await model
      .find({ 'dirty.hour': trusted({ $gte: from, $lt: before }) }, { 'dirty.hour': 1 })
      .limit(MAX_SCANNED_SALES + 1)
      .setOptions(limitOf(deadline))
      .lean<Pick<TransactionRow, 'dirty'>[]>()
    if (rows.length > MAX_SCANNED_SALES) throw new RollupsPendingError()
    return [...new Set(rows.flatMap(({ dirty }) => dirty?.hour ?? []))]
  }

  /** @throws RollupsPendingError when there are more sales in these closed spans than a query may add up */
  const checkScan = async (spans: readonly Span[], deadline?: Deadline): Promise<void> => {
    let count = 0
    for (const span of spans) {
      // The count command reads only the index, for one range; countDocuments is an aggregation and may read documents.
      count += await model.collection.count(
        { createdAt: timesOf(span) },
        { limit: MAX_SCANNED_SALES + 1, ...limitOf(deadline) },
      )
      if (count > MAX_SCANNED_SALES) throw new RollupsPendingError()
    }
  }

  /** The totals of a range of days. The dirty hours are read before the rollups. */
  const totalsOfDays = async (
    { from: requestedFrom, to = null }: Pick<SalesConditions, 'from' | 'to'>,
    deadline?: Deadline,
  ): Promise<BucketTotal[]> => {
    const at = now()
    const first = await firstDate()
    const from = requestedFrom != null && requestedFrom > first ? requestedFrom : first
    const buckets = closedBuckets(from, to ?? '9999-12-31', at, timeZone)
    const thisHour = hourOf(at, timeZone)
    const changed = await fewChangedHours(from, to !== null && to < thisHour ? `${to}U` : thisHour, deadline)
    const clean = buckets.filter((bucket) => !changed.some((hour) => isIn(hour, bucket)))
    const rollups = await salesRollups.of(clean, deadline?.remainingMs)
    const closed = mergeSpans(
      buckets.filter((bucket) => !rollups.has(bucket)).map((bucket) => spanOf(bucket, timeZone)),
    )
    await checkScan(closed, deadline)
    const open = openSpan(to, from, at, timeZone)
    const scanned = await scan(mergeSpans(open ? [...closed, open] : closed), { ownerId: null }, deadline)
    return [...[...rollups.values()].flat(), ...scanned]
  }

  /** The totals of a closed day before an hour. The dirty hours are read before the rollup. */
  const totalsBeforeHour = async (date: string, hour: number, deadline?: Deadline): Promise<HourTotal[]> => {
    if (hour === 0) return []
    const changed = await fewChangedHours(date, hourId(date, hour), deadline)
    const rollup = changed.length === 0 ? await salesRollups.hoursOf(date, deadline?.remainingMs) : null
    if (rollup) return rollup.filter((it) => it.hour < hour)
    const closed = [{ from: startOfDay(date, timeZone), to: startOfHour(date, hour, timeZone) }]
    await checkScan(closed, deadline)
    return scan(closed, { ownerId: null }, deadline)
  }

  /** The totals of a range whose last day counts up to the present time of day. */
  const totalsUntilTimeOfDay = async (from: string | null, to: string, deadline?: Deadline): Promise<BucketTotal[]> => {
    const at = now()
    const today = businessDate(at, timeZone)
    // Today ends now.
    if (to >= today) return totalsOfDays({ from, to: today }, deadline)
    if (from !== null && from > to) return []
    const hour = businessHour(at, timeZone)
    const begin = startOfHour(to, hour, timeZone)
    const end = new Date(begin.getTime() + at.getTime() - startOfHour(today, hour, timeZone).getTime())
    const [before, closedHours, openHour] = await Promise.all([
      from === to ? [] : totalsOfDays({ from, to: addDays(to, -1) }, deadline),
      totalsBeforeHour(to, hour, deadline),
      scan([{ from: begin, to: end }], { ownerId: null }, deadline),
    ])
    return [...before, ...closedHours, ...openHour]
  }

  // Queries of the same days read the same data, whatever their other filters: repeating one adds no work.
  const coalesce = createCoalescer<BucketTotal[]>()

  const all = async (conditions: SalesConditions, deadline?: Deadline): Promise<BucketTotal[]> => {
    const { since, from = null, to = null } = conditions
    if (since) {
      return coalesce(JSON.stringify(conditions), () => scan(spanSince(since, conditions), conditions, deadline))
    }
    const isPartial = to !== null && conditions.untilTimeOfDay === true
    const totals = await coalesce(JSON.stringify({ from, to, isPartial }), () =>
      isPartial ? totalsUntilTimeOfDay(from, to, deadline) : totalsOfDays({ from, to }, deadline),
    )
    const { productType, employeeId, shiftId, ownerId } = conditions
    return totals.filter(
      (sum) =>
        (ownerId === null || sum.employeeId === ownerId) &&
        (employeeId == null || sum.employeeId === employeeId) &&
        (shiftId == null || sum.shiftId === shiftId) &&
        (productType == null || sum.productType === productType),
    )
  }

  return {
    /** @throws RollupsPendingError */
    of: async (conditions: SalesConditions, deadline?: Deadline): Promise<TotalRow[]> =>
      (await all(conditions, deadline)).map((sum) => ({ ...sum, of: null })),
    /** The same for several employees or shifts; `of` is the id of the employee or shift. @throws RollupsPendingError */
    by: async (
      kind: 'employeeId' | 'shiftId',
      ids: readonly string[],
      conditions: SalesConditions,
      deadline?: Deadline,
    ): Promise<TotalRow[]> => {
      const wanted = new Set(ids)
      const found = await all(conditions, deadline)
      return found.flatMap((sum) => {
        const of = sum[kind]
        return of !== null && wanted.has(of) ? [{ ...sum, of }] : []
      })
    },
    /** The totals of a bucket by hour, added up from the transactions. */
    scanBucket: (bucket: BucketId): Promise<HourTotal[]> => scan([spanOf(bucket, timeZone)], { ownerId: null }),
    /** Closed buckets without a usable rollup, oldest first. */
    bucketsToRebuild: async (): Promise<BucketId[]> => {
      const at = now()
      const buckets = closedBuckets(await firstDate(), businessDate(at, timeZone), at, timeZone)
      const known = await salesRollups.known(buckets)
      const changed = await changedHours('', hourOf(at, timeZone))
      return buckets.filter(
        (bucket) => (known.get(bucket)?.isStale ?? true) || changed.some((hour) => isIn(hour, bucket)),
      )
    },
  }
}

/** Ends an operation in the database at the deadline. */
const limitOf = (deadline: Deadline | undefined) => (deadline ? { maxTimeMS: deadline.remainingMs } : {})

/** The transactions of some spans, as a condition. */
function within(spans: readonly Span[]): QueryFilter<TransactionRow> {
  const times = spans.map((span) => ({ createdAt: trusted(timesOf(span)) }))
  return times.length === 1 ? (times[0] ?? {}) : { $or: times }
}

const timesOf = ({ from, to }: Span) => ({ ...(from ? { $gte: from } : {}), ...(to ? { $lt: to } : {}) })
