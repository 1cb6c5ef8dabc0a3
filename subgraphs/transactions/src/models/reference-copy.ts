import { type Connection, Schema } from 'mongoose'

const referenceCopySchema = new Schema(
  {
    // The name of the replica: `shifts`, `products` or `people`.
    _id: { type: String, required: true },
    rows: { type: [Schema.Types.Mixed], required: true },
    fetchedAt: { type: Date, required: true },
  },
  { collection: 'referenceCopy', strict: 'throw', versionKey: false },
)

export type ReferenceCopies = ReturnType<typeof referenceCopiesOf>

/** The collection `referenceCopy`: the last version of each local replica. */
export function referenceCopiesOf(connection: Connection) {
  const model = connection.model('referenceCopy', referenceCopySchema)
  return {
    load: async (name: string): Promise<unknown[]> => (await model.findOne({ _id: name }).lean())?.rows ?? [],
    save: async (name: string, rows: readonly unknown[], fetchedAt: Date): Promise<void> => {
      await model.updateOne({ _id: name }, { $set: { rows: [...rows], fetchedAt } }, { upsert: true })
    },
  }
}
