import { type Connection, Schema } from 'mongoose'

const replicaSchema = new Schema(
  {
    // The replica's name, such as `shifts`.
    _id: { type: String, required: true },
    rows: { type: [Schema.Types.Mixed], required: true },
    fetchedAt: { type: Date, required: true },
  },
  { collection: 'localReplica', strict: 'throw', versionKey: false },
)

export type ReplicaStore = ReturnType<typeof createReplicaStore>

/** The collection `localReplica`: the last rows of each replica, one document for each. */
export function createReplicaStore(connection: Connection) {
  const model = connection.model('localReplica', replicaSchema)
  return {
    load: async (name: string): Promise<unknown[]> => (await model.findOne({ _id: name }).lean())?.rows ?? [],
    save: async (name: string, rows: readonly unknown[], fetchedAt: Date): Promise<void> => {
      await model.updateOne({ _id: name }, { $set: { rows: [...rows], fetchedAt } }, { upsert: true })
    },
  }
}
