import { randomInt } from 'node:crypto'
import { isDuplicateKeyError } from '@setrum/subgraph-kit'
import { LRUCache } from 'lru-cache'
import mongoose, { type Connection, Schema } from 'mongoose'
import { type BucketId, isDay } from '../domain/rollup-bucket.js'
import type { TotalRow } from '../domain/sales-summary.js'

const { trusted } = mongoose

/** The totals of one bucket, by every value that a filter can have. */
export type BucketTotal = Omit<TotalRow, 'of'> & { employeeId: string; shiftId: string | null }

/** The totals of one hour of the day, 0 to 23. */
export type HourTotal = BucketTotal & { hour: number }

interface SalesRollupRow {
  _id: BucketId
  /** A new random number with each write: of two rebuilds of a bucket at the same time, one is refused. */
  version: number
  /** Absent from invalidation until the next rebuild. */
  totals?: BucketTotal[]
  /** The same by hour, of a day: a query reads them only for a part of the day. */
  hours?: HourTotal[]
  isStale?: boolean
}

const columns = {
  businessDate: String,
  productType: String,
  state: String,
  employeeId: String,
  shiftId: { type: String, default: null },
  count: Number,
  amountIdr: Number,
  profitIdr: Number,
}
const total = new Schema<BucketTotal>(columns, { _id: false })
const hourTotal = new Schema<HourTotal>({ ...columns, hour: Number }, { _id: false })

const schema = new Schema<SalesRollupRow>(
  {
    _id: { type: String, required: true },
    version: { type: Number, required: true },
    totals: { type: [total], default: undefined },
    hours: { type: [hourTotal], default: undefined },
    isStale: Boolean,
  },
  { collection: 'salesRollups', versionKey: false },
)

/** Thirteen years of days, and the hours of today. */
const MAX_CACHED_BUCKETS = 5_000

const newVersion = () => randomInt(2 ** 48 - 1)

export type SalesRollups = ReturnType<typeof salesRollupsOf>

/** The collection `salesRollups`. All of it can be rebuilt from the transactions. */
export function salesRollupsOf(connection: Connection) {
  const model = connection.model<SalesRollupRow>('salesRollups', schema)
  const read = (buckets: readonly BucketId[], fields: Record<string, 1>, maxTimeMs: number) =>
    model
      .find({ _id: trusted({ $in: [...buckets] }) }, fields)
      .maxTimeMS(maxTimeMs)
      .lean<SalesRollupRow[]>()
  // Closed buckets hardly ever change: only their versions are read each time.
  const cached = new LRUCache<BucketId, { version: number; totals: BucketTotal[] }>({ max: MAX_CACHED_BUCKETS })
  return {
    /** The totals of each bucket that is rolled up. @param maxTimeMs none for no limit */
    of: async (buckets: readonly BucketId[], maxTimeMs = 0): Promise<Map<BucketId, BucketTotal[]>> => {
      const usable = (await read(buckets, { version: 1, isStale: 1 }, maxTimeMs)).filter(({ isStale }) => !isStale)
      const changed = usable.filter(({ _id, version }) => cached.get(_id)?.version !== version)
      if (changed.length > 0) {
        const ids = changed.map(({ _id }) => _id)
        // A bucket that is dropped meanwhile must not keep its old totals.
        for (const id of ids) cached.delete(id)
        for (const { _id, version, totals } of await read(ids, { version: 1, totals: 1 }, maxTimeMs)) {
          if (totals) cached.set(_id, { version, totals })
        }
      }
      return new Map(
        usable.flatMap(({ _id }) => {
          const entry = cached.get(_id)
          return entry ? [[_id, entry.totals]] : []
        }),
      )
    },
    /** The totals of a closed day by hour; null unless the day is rolled up. @param maxTimeMs none for no limit */
    hoursOf: async (day: BucketId, maxTimeMs = 0): Promise<HourTotal[] | null> => {
      const row = await model.findById(day, { hours: 1 }).maxTimeMS(maxTimeMs).lean<Pick<SalesRollupRow, 'hours'>>()
      return row?.hours ?? null
    },
    /** All usable rollups as the database has them now. */
    all: async (): Promise<{ _id: BucketId; totals: BucketTotal[]; hours?: HourTotal[] }[]> => {
      const rows = await model.find({}, { totals: 1, hours: 1 }).lean<SalesRollupRow[]>()
      return rows.flatMap(({ _id, totals, hours }) => (totals ? [{ _id, totals, ...(hours ? { hours } : {}) }] : []))
    },
    known: async (buckets: readonly BucketId[]): Promise<Map<BucketId, { version: number; isStale: boolean }>> => {
      const rows = await model
        .find({ _id: trusted({ $in: [...buckets] }) }, { version: 1, isStale: 1 })
        .lean<Pick<SalesRollupRow, '_id' | 'version' | 'isStale'>[]>()
      return new Map(rows.map(({ _id, version, isStale }) => [_id, { version, isStale: isStale ?? false }]))
    },
    /** Makes the rollups of these buckets unusable until their rebuild; refuses a rebuild in progress. */
    invalidate: async (buckets: readonly BucketId[]): Promise<void> => {
      if (buckets.length === 0) return
      await model.collection.bulkWrite(
        buckets.map((_id) => ({
          updateOne: {
            filter: { _id: _id as never },
            update: { $set: { version: newVersion(), isStale: true }, $unset: { totals: 1, hours: 1 } },
            upsert: true,
          },
        })),
        { ordered: false },
      )
    },
    /** Saves the totals of a bucket unless it was written since `version` was read (null: it did not exist). @returns whether it was saved */
    save: async (bucket: BucketId, version: number | null, hours: HourTotal[]): Promise<boolean> => {
      const rollup = { version: newVersion(), totals: sumOfHours(hours), ...(isDay(bucket) ? { hours } : {}) }
      // Past mongoose, which would make a document of each of hundreds of totals: a rebuild would take twice as long.
      const { collection } = model
      if (version !== null) {
        const { modifiedCount } = await collection.updateOne(
          { _id: bucket as never, version },
          { $set: rollup, $unset: { isStale: 1 } },
        )
        return modifiedCount === 1
      }
      try {
        await collection.insertOne({ _id: bucket as never, ...rollup })
        return true
      } catch (error) {
        if (isDuplicateKeyError(error)) return false
        throw error
      }
    },
    /** Drops the hours of a day whose rollup exists. */
    dropHoursOf: async (date: BucketId): Promise<void> => {
      await model.deleteMany({ _id: trusted({ $gte: `${date}T`, $lt: `${date}U` }) })
    },
    dropAll: async (): Promise<void> => {
      await model.deleteMany({})
    },
  }
}

/** Adds up the hours of a bucket. */
export function sumOfHours(hours: readonly HourTotal[]): BucketTotal[] {
  const sums = new Map<string, BucketTotal>()
  for (const { hour: _hour, ...each } of hours) {
    const { count, amountIdr, profitIdr, ...group } = each
    const key = JSON.stringify([group.businessDate, group.productType, group.state, group.employeeId, group.shiftId])
    const sum = sums.get(key)
    sums.set(key, {
      ...group,
      count: count + (sum?.count ?? 0),
      amountIdr: amountIdr + (sum?.amountIdr ?? 0),
      profitIdr: profitIdr + (sum?.profitIdr ?? 0),
    })
  }
  return [...sums.values()]
}
