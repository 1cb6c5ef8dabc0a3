import type { Collection, ObjectId } from 'mongodb'
import type { CollectionName } from './old-rows.js'

/** How far an import of one collection came. */
export interface ProgressRow {
  _id: string
  lastId: ObjectId | null
}

export type Progress = ReturnType<typeof progressOf>

/**
 * How far an import came, kept at the target.
 * @param source names the old database, without its credentials
 */
export function progressOf(collection: Collection<ProgressRow>, source: string) {
  const idOf = (name: CollectionName) => `${source} ${name}`
  const keep = async (name: CollectionName, lastId: ObjectId | null) => {
    await collection.updateOne({ _id: idOf(name) }, { $set: { lastId } }, { upsert: true })
  }
  return {
    /** The last row of a run that was interrupted; null to begin at the beginning. */
    place: async (name: CollectionName): Promise<ObjectId | null> =>
      (await collection.findOne({ _id: idOf(name) }))?.lastId ?? null,
    reached: keep,
    /** The next run begins at the beginning: rows may have been added since. */
    finished: (name: CollectionName): Promise<void> => keep(name, null),
  }
}
