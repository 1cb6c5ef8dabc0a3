import { type Connection, Schema } from 'mongoose'

const unknownCallbackSchema = new Schema(
  {
    // The ref id.
    _id: { type: String, required: true },
    /** The claims of the last callback, without signature and serial number. */
    claims: String,
    firstAt: { type: Date, required: true },
    lastAt: { type: Date, required: true },
    count: { type: Number, required: true },
  },
  { collection: 'unknownCallback', strict: 'throw', versionKey: false },
)

export type UnknownCallbacks = ReturnType<typeof unknownCallbacksOf>

/** The collection `unknownCallback`: correctly signed callbacks for a ref id that we never sent. */
export function unknownCallbacksOf(connection: Connection) {
  const model = connection.model('unknownCallback', unknownCallbackSchema)
  return {
    /** @returns whether it is the first callback with this ref id */
    keep: async (refId: string, claims: string, at: Date): Promise<boolean> => {
      const { upsertedCount } = await model.updateOne(
        { _id: refId },
        { $set: { lastAt: at, claims }, $setOnInsert: { firstAt: at }, $inc: { count: 1 } },
        { upsert: true },
      )
      return upsertedCount === 1
    },
  }
}
