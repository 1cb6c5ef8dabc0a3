import { type Connection, Schema } from 'mongoose'

/** What must be known of a shift to decide whether somebody may sign in. */
export interface ShiftCopy {
  id: string
  name: string
  startAt: string
  endAt: string
  active: boolean
}

interface Row {
  _id: string
  shifts: ShiftCopy[]
  fetchedAt: Date
}

const schema = new Schema<Row>(
  {
    _id: { type: String, required: true },
    shifts: [
      new Schema<ShiftCopy>(
        { id: String, name: String, startAt: String, endAt: String, active: Boolean },
        { _id: false },
      ),
    ],
    fetchedAt: { type: Date, required: true },
  },
  { collection: 'shiftCopy', strict: 'throw', versionKey: false },
)

/** All shifts stand in one document: they are few, and are taken over together or not at all. */
const ONLY = 'shifts'

export type ShiftCopies = ReturnType<typeof shiftCopiesOf>

/** Our own durable copy of master's shifts. */
export function shiftCopiesOf(connection: Connection) {
  const model = connection.model<Row>('shiftCopy', schema)
  return {
    read: async (): Promise<ShiftCopy[]> => (await model.findOne({ _id: ONLY }).lean<Row>())?.shifts ?? [],
    write: async (shifts: readonly ShiftCopy[], fetchedAt: Date): Promise<void> => {
      await model.updateOne({ _id: ONLY }, { $set: { shifts: [...shifts], fetchedAt } }, { upsert: true })
    },
  }
}
