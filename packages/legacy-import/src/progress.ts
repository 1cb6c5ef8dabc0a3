import { BSON, type Collection, type Db, ObjectId } from 'mongodb'
import type { CollectionName, PasswordForm } from './old-rows.js'

/** Counts of the rows of one collection. */
export interface Counts {
  read: number
  copied: number
  /** Copied by an earlier run; later changes in our system stay. */
  alreadyThere: number
  changedSince: number
  refused: number
  /** Users by the form of their password. */
  passwords: Record<PasswordForm, number>
}

/** The counts, and the rows that need review. */
export interface Copied extends Omit<Counts, 'changedSince' | 'refused'> {
  /** Ids of rows that were imported before and have changed in the old system since. */
  changedSince: string[]
  refused: { id: string; why: string }[]
}

/** A row that needs review: the reason for not copying it; null for a row that has changed since. */
export interface Finding {
  id: unknown
  why: string | null
}

/** One document each: a collection may have more of them than fit into one document. */
interface FindingRow {
  /** Source, collection and id as EJSON, which distinguishes ids of different types. */
  _id: string
  of: string
  id: string
  why: string | null
}

/** The position and counts of a run; an interrupted run and its continuation count as one. */
export interface Checkpoint {
  /** Stored in the rows that the run copied, so that a resumed run counts rows that it wrote before the interruption. */
  run: ObjectId
  /** The last row that was processed; null without one. */
  lastId: ObjectId | null
  /** All rows were read; other collections of the same run may not have been. */
  isDone: boolean
  counts: Counts
}

type ProgressRow = Checkpoint & { _id: string }

export type Progress = ReturnType<typeof progressOf>

/**
 * The progress of the import of one collection, stored in the target.
 * @param source names the old database, without its credentials
 */
export function progressOf(database: Db, source: string, name: CollectionName) {
  const collection: Collection<ProgressRow> = database.collection('progress')
  const findings: Collection<FindingRow> = database.collection('findings')
  const _id = `${source} ${name}`
  const save = async (checkpoint: Checkpoint): Promise<void> => {
    await collection.replaceOne({ _id }, checkpoint, { upsert: true })
  }
  return {
    /** The checkpoint of an interrupted run, or of a new one. */
    begin: async (): Promise<Checkpoint> => {
      const found = await collection.findOne({ _id })
      if (found) return { run: found.run, lastId: found.lastId, isDone: found.isDone, counts: found.counts }
      await findings.createIndex({ of: 1 })
      await findings.deleteMany({ of: _id })
      const checkpoint = { run: new ObjectId(), lastId: null, isDone: false, counts: nothing() }
      await save(checkpoint)
      return checkpoint
    },
    save,
    record: async (rows: readonly Finding[]): Promise<void> => {
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
    /** All findings of the run, in the order of the ids. */
    withFindings: async (counts: Counts): Promise<Copied> => {
      const copied: Copied = { ...counts, changedSince: [], refused: [] }
      for await (const { id, why } of findings.find({ of: _id }).sort({ _id: 1 })) {
        if (why === null) copied.changedSince.push(id)
        else copied.refused.push({ id, why })
      }
      return copied
    },
    /** After a complete run: the next run reads everything, because rows may have been added. */
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
