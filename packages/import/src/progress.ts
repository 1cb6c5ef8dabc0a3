import { type Collection, ObjectId } from 'mongodb'
import type { CollectionName, PasswordForm } from './old-rows.js'

/** What became of the rows of one collection. */
export interface Copied {
  read: number
  copied: number
  /** Copied by an earlier run; whatever our system made of them since stays. */
  alreadyThere: number
  /** The ids of those of them that the old system has changed since: ours is not what it says now. */
  changedSince: string[]
  refused: Refusal[]
  /** People by the form of their password. */
  passwords: Record<PasswordForm, number>
}

/** A row that was not copied. */
export interface Refusal {
  id: string
  why: string
}

/** How far a run came, and what it had done until there: a run that is interrupted is counted as one. */
export interface Place {
  /** Names the run in the rows that it copied, so that those which it wrote and did not count are not taken for old. */
  run: ObjectId
  /** The last row that is done; null when none is. */
  lastId: ObjectId | null
  /** All rows were read; other collections of the same run may not have been. */
  isDone: boolean
  copied: Copied
}

export type ProgressRow = Place & { _id: string }

export type Progress = ReturnType<typeof progressOf>

/**
 * How far an import of one collection came, kept at the target.
 * @param source names the old database, without its credentials
 */
export function progressOf(collection: Collection<ProgressRow>, source: string, name: CollectionName) {
  const _id = `${source} ${name}`
  const keep = async (place: Place): Promise<void> => {
    await collection.replaceOne({ _id }, place, { upsert: true })
  }
  return {
    /** The place of a run that was interrupted, or of a new one. */
    begin: async (): Promise<Place> => {
      const found = await collection.findOne({ _id })
      if (found) return { run: found.run, lastId: found.lastId, isDone: found.isDone, copied: found.copied }
      const place = { run: new ObjectId(), lastId: null, isDone: false, copied: nothing() }
      await keep(place)
      return place
    },
    reached: keep,
    /** When all of the run is done: the next one begins at the beginning, for rows may have been added since. */
    forget: async (): Promise<void> => {
      await collection.deleteOne({ _id })
    },
  }
}

function nothing(): Copied {
  return {
    read: 0,
    copied: 0,
    alreadyThere: 0,
    changedSince: [],
    refused: [],
    passwords: { bcrypt: 0, argon2id: 0, unknown: 0 },
  }
}
