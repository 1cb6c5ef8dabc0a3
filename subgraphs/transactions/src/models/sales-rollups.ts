import { isDuplicateKeyError } from '@setrum/subgraph-kit'
import mongoose, { type Connection, Schema } from 'mongoose'
import type { BucketId } from '../domain/rollup-bucket.js'
import type { TotalRow } from '../domain/sales-summary.js'

const { trusted } = mongoose

/** The sums of one unit, by everything that a filter can ask for. */
export type BucketTotal = Omit<TotalRow, 'of'> & { employeeId: string; shiftId: string | null }

interface SalesRollupRow {
  _id: BucketId
  /** Counts the writes: of two rebuilds of a bucket at the same time, one is refused. */
  version: number
  /** Absent in a bucket that was invalidated and not rebuilt since. */
  sums?: BucketTotal[]
  isStale?: boolean
}

const sum = new Schema<BucketTotal>(
  {
    businessDate: String,
    productType: String,
    state: String,
    employeeId: String,
    shiftId: { type: String, default: null },
    count: Number,
    amountIdr: Number,
    profitIdr: Number,
  },
  { _id: false },
)

const schema = new Schema<SalesRollupRow>(
  {
    _id: { type: String, required: true },
    version: { type: Number, required: true },
    sums: { type: [sum], default: undefined },
    isStale: Boolean,
  },
  { collection: 'salesRollups', versionKey: false },
)

export type SalesRollups = ReturnType<typeof salesRollupsOf>

/** The collection `salesRollups`: nothing in it that cannot be made again from the transactions. */
export function salesRollupsOf(connection: Connection) {
  const model = connection.model<SalesRollupRow>('salesRollups', schema)
  return {
    /** The rollups that can be used. @param maxTimeMs none for no limit */
    of: async (
      units: readonly BucketId[],
      maxTimeMs = 0,
    ): Promise<{ _id: BucketId; version: number; sums: BucketTotal[] }[]> => {
      const rows = await model
        .find({ _id: trusted({ $in: [...units] }) })
        .maxTimeMS(maxTimeMs)
        .lean<SalesRollupRow[]>()
      return rows.flatMap(({ _id, version, sums }) => (sums ? [{ _id, version, sums }] : []))
    },
    units: async (): Promise<BucketId[]> => (await model.distinct('_id')) as BucketId[],
    known: async (units: readonly BucketId[]): Promise<Map<BucketId, { version: number; isStale: boolean }>> => {
      const rows = await model
        .find({ _id: trusted({ $in: [...units] }) }, { version: 1, isStale: 1 })
        .lean<Pick<SalesRollupRow, '_id' | 'version' | 'isStale'>[]>()
      return new Map(rows.map(({ _id, version, isStale }) => [_id, { version, isStale: isStale ?? false }]))
    },
    /** Makes the rollups of these buckets unusable until their rebuild; refuses a rebuild in progress. */
    invalidate: async (units: readonly BucketId[]): Promise<void> => {
      if (units.length === 0) return
      await model.collection.bulkWrite(
        units.map((_id) => ({
          updateOne: {
            filter: { _id: _id as never },
            update: { $inc: { version: 1 }, $set: { isStale: true }, $unset: { sums: 1 } },
            upsert: true,
          },
        })),
        { ordered: false },
      )
    },
    /** Keeps the sums of a unit if nobody did since `version` was read (0: if nobody ever did). @returns whether */
    save: async (unit: BucketId, version: number, sums: BucketTotal[]): Promise<boolean> => {
      if (version > 0) {
        const { modifiedCount } = await model.updateOne(
          { _id: unit, version },
          { $set: { version: version + 1, sums }, $unset: { isStale: 1 } },
        )
        return modifiedCount === 1
      }
      try {
        await model.create({ _id: unit, version: 1, sums })
        return true
      } catch (error) {
        if (isDuplicateKeyError(error)) return false
        throw error
      }
    },
    /** The hours of a day that is summed as a whole. */
    dropHoursOf: async (date: BucketId): Promise<void> => {
      await model.deleteMany({ _id: trusted({ $gte: `${date}T`, $lt: `${date}U` }) })
    },
    dropAll: async (): Promise<void> => {
      await model.deleteMany({})
    },
  }
}
