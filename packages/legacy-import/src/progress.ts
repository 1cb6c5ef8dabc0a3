import { BSON, type Collection, type Db, ObjectId } from 'mongodb'
import type { CollectionName, PasswordForm } from './old-rows.js'

/** Counts of the rows of one collection. */
export interface Counts {
  read: number
  copied: number
  /** Copied by an earlier run; whatever our system made of them since stays. */
  alreadyThere: number
  changedSince: number
  refused: number
  /** Users by the form of their password. */
  passwords: Record<PasswordForm, number>
}

/** The counts, and the rows that need a person. */
export interface Copied extends Omit<Counts, 'changedSince' | 'refused'> {
  /** Ids of rows that were imported before and have changed in the old system since. */
  changedSince: string[]
  refused: { id: string; why: string }[]
}

/** A row that needs a person: the reason for not copying it; null for a row that has changed since. */
export interface Finding {
  id: unknown
  why: string | null
}

/** Kept one by one: a collection may have more of them than one document can hold. */
interface FindingRow {
  /** The row of the old system, in a text that tells ids of different kinds apart: whatever is found twice stands once. */
  _id: string
  of: string
  id: string
  why: string | null
}

/** The position and counts of a run; an interrupted run and its continuation count as one. */
export interface Place {
  /** Names the run in the rows that it copied, so that those which it wrote and did not count are not taken for old. */
  run: ObjectId
  /** The last row that is done; null when none is. */
  lastId: ObjectId | null
  /** All rows were read; other collections of the same run may not have been. */
  isDone: boolean
  counts: Counts
}

type ProgressRow = Place & { _id: string }

export type Progress = ReturnType<typeof progressOf>

/**
 * How far an import of one collection came, kept at the target.
 * @param source names the old database, without its credentials
 */
export function progressOf(database: Db, source: string, name: CollectionName) {
  const collection: Collection<ProgressRow> = database.collection('progress')
  const findings: Collection<FindingRow> = database.collection('findings')
  const _id = `${source} ${name}`
  const keep = async (place: Place): Promise<void> => {
    await collection.replaceOne({ _id }, place, { upsert: true })
  }
  return {
    /** The place of a run that was interrupted, or of a new one. */
    begin: async (): Promise<Place> => {
      const found = await collection.findOne({ _id })
      if (found) return { run: found.run, lastId: found.lastId, isDone: found.isDone, counts: found.counts }
      await findings.createIndex({ of: 1 })
      await findings.deleteMany({ of: _id })
      const place = { run: new ObjectId(), lastId: null, isDone: false, counts: nothing() }
      await keep(place)
      return place
    },
    reached: keep,
    found: async (rows: readonly Finding[]): Promise<void> => {
      if (rows.length === 0) return
      await findings.bulkWrite(
        rows.map(({ id, why }) => ({
          replaceOne: {
            filter: { _id: `${_id} ${BSON.EJSON.stringify(id)}` },
            replacement: { of: _id, id: String(id), why },
            upsert: true,
          },
        })),
      )
    },
    /** All that was found since the run began, in the order of the ids. */
    withFindings: async (counts: Counts): Promise<Copied> => {
      const copied: Copied = { ...counts, changedSince: [], refused: [] }
      for await (const { id, why } of findings.find({ of: _id }).sort({ _id: 1 })) {
        if (why === null) copied.changedSince.push(id)
        else copied.refused.push({ id, why })
      }
      return copied
    },
    /** When all of the run is done: the next one begins at the beginning, for rows may have been added since. */
    forget: async (): Promise<void> => {
      await collection.deleteOne({ _id })
      await findings.deleteMany({ of: _id })
    },
  }
}

function nothing(): Counts {
  return {
    read: 0,
    copied: 0,
    alreadyThere: 0,
    changedSince: 0,
    refused: 0,
    passwords: { bcrypt: 0, argon2id: 0, unknown: 0 },
  }
}
