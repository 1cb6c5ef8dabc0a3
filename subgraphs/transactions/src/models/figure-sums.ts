import mongoose, { type Connection, Schema } from 'mongoose'
import type { UnitId } from '../domain/figure-units.js'
import type { FigureRow } from '../domain/sales-summary.js'

const { trusted } = mongoose

/** The sums of one unit, by everything that a filter can ask for. */
export type FigureSum = Omit<FigureRow, 'of'> & { employeeId: string; shiftId: string | null }

interface FigureSumsRow {
  _id: UnitId
  /** Counts the writings: of two that summed the unit at the same time, one is refused. */
  version: number
  sums: FigureSum[]
}

const sum = new Schema<FigureSum>(
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

const schema = new Schema<FigureSumsRow>(
  {
    _id: { type: String, required: true },
    version: { type: Number, required: true },
    sums: [sum],
  },
  { collection: 'figureSums', versionKey: false },
)

export type FigureSums = ReturnType<typeof figureSumsOf>

/** The collection `figureSums`: nothing in it that cannot be made again from the transactions. */
export function figureSumsOf(connection: Connection) {
  const model = connection.model<FigureSumsRow>('figureSums', schema)
  return {
    of: (units: readonly UnitId[]): Promise<FigureSumsRow[]> =>
      model
        .find({ _id: trusted({ $in: [...units] }) })
        .lean<FigureSumsRow[]>()
        .exec(),
    units: async (): Promise<UnitId[]> => (await model.distinct('_id')) as UnitId[],
    known: async (units: readonly UnitId[]): Promise<Map<UnitId, number>> => {
      const rows = await model
        .find({ _id: trusted({ $in: [...units] }) }, { version: 1 })
        .lean<Pick<FigureSumsRow, '_id' | 'version'>[]>()
      return new Map(rows.map(({ _id, version }) => [_id, version]))
    },
    /** Keeps the sums of a unit if nobody did since `version` was read (0: if nobody ever did). @returns whether */
    save: async (unit: UnitId, version: number, sums: FigureSum[]): Promise<boolean> => {
      if (version > 0) {
        const { modifiedCount } = await model.updateOne(
          { _id: unit, version },
          { $set: { version: version + 1, sums } },
        )
        return modifiedCount === 1
      }
      try {
        await model.create({ _id: unit, version: 1, sums })
        return true
      } catch (error) {
        if (typeof error === 'object' && error !== null && 'code' in error && error.code === 11000) return false
        throw error
      }
    },
    /** The hours of a day that is summed as a whole. */
    dropHoursOf: async (date: UnitId): Promise<void> => {
      await model.deleteMany({ _id: trusted({ $gte: `${date}T`, $lt: `${date}U` }) })
    },
    dropAll: async (): Promise<void> => {
      await model.deleteMany({})
    },
  }
}
