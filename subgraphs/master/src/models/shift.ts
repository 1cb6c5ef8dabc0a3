import { readObjectId } from '@setrum/subgraph-kit'
import { readLocalTime } from '@setrum/units'
import mongoose, { type Connection, Schema, Types } from 'mongoose'
import { z } from 'zod'

const officeHoursSchema = new Schema(
  {
    name: { type: String, required: true },
    // HH:mm; instants in rows of the old system.
    startAt: { type: Schema.Types.Mixed, required: true },
    endAt: { type: Schema.Types.Mixed, required: true },
    active: { type: Boolean, required: true },
  },
  { timestamps: true, collection: 'officeHours', strict: 'throw', versionKey: false },
)

const hours = z.union([z.string(), z.date()]).catch('')

// Rows of the old system may lack columns.
const row = z.object({
  _id: z.instanceof(Types.ObjectId),
  name: z.string().catch(''),
  startAt: hours,
  endAt: hours,
  active: z.boolean().catch(true),
  createdAt: z.date().optional().catch(undefined),
  updatedAt: z.date().optional().catch(undefined),
})

/** Working hours; `startAt` and `endAt` as wall-clock `HH:mm`, the last minute inclusive. */
export interface Shift {
  id: string
  name: string
  startAt: string
  endAt: string
  active: boolean
  createdAt: Date
  updatedAt: Date
}

export type NewShift = Pick<Shift, 'name' | 'startAt' | 'endAt' | 'active'>

export type Shifts = ReturnType<typeof shiftsOf>

/** The collection `officeHours`. */
export function shiftsOf(connection: Connection, timeZone: string) {
  const model = connection.model('officeHours', officeHoursSchema)
  const read = (stored: unknown) => toShift(stored, timeZone)
  return {
    /** Ordered by start time. */
    list: async (active: boolean | null): Promise<Shift[]> => {
      const shifts = (await model.find().lean()).map(read)
      return shifts.filter((shift) => active === null || shift.active === active).sort(byStart)
    },
    /** In the order of `ids`; null for an unknown id. */
    byIds: async (ids: readonly string[]): Promise<(Shift | null)[]> => {
      const known = ids.map(readObjectId).filter((id) => id !== null)
      const found = await model.find({ _id: mongoose.trusted({ $in: known }) }).lean()
      const byId = new Map(found.map(read).map((shift) => [shift.id, shift]))
      return ids.map((id) => byId.get(id.toLowerCase()) ?? null)
    },
    insert: async (shift: NewShift): Promise<Shift> => read((await model.create(shift)).toObject()),
    /** @returns the shift before and after the change; null for an unknown id */
    update: async (id: string, change: Partial<NewShift>): Promise<{ before: Shift; after: Shift } | null> => {
      const _id = readObjectId(id)
      if (!_id) return null
      const before = await model.findOneAndUpdate({ _id }, { $set: change }, { returnDocument: 'before' }).lean()
      const after = await model.findOne({ _id }).lean()
      return before && after ? { before: read(before), after: read(after) } : null
    },
    /** Inserts shifts under fixed ids unless others exist. Idempotent. @returns false when others exist */
    seed: async (shifts: readonly (NewShift & { id: string })[]): Promise<boolean> => {
      const ids = shifts.map(({ id }) => new Types.ObjectId(id))
      if (await model.exists({ _id: mongoose.trusted({ $nin: ids }) })) return false
      for (const { id, ...shift } of shifts) {
        await model.updateOne({ _id: new Types.ObjectId(id) }, { $setOnInsert: shift }, { upsert: true })
      }
      return true
    },
  }
}

function toShift(stored: unknown, timeZone: string): Shift {
  const { _id, name, startAt, endAt, active, createdAt, updatedAt } = row.parse(stored)
  const start = readLocalTime(startAt, timeZone)
  const end = readLocalTime(endAt, timeZone)
  return {
    id: _id.toHexString(),
    name,
    startAt: start ?? '00:00',
    endAt: end ?? '00:00',
    // A shift with unreadable hours is listed as inactive: it allows no sale.
    active: active && start !== null && end !== null,
    createdAt: createdAt ?? _id.getTimestamp(),
    updatedAt: updatedAt ?? createdAt ?? _id.getTimestamp(),
  }
}

function byStart(a: Shift, b: Shift): number {
  return a.startAt.localeCompare(b.startAt) || a.name.localeCompare(b.name) || a.id.localeCompare(b.id)
}
