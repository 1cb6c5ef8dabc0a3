import { type Collection, type Document, MongoBulkWriteError } from 'mongodb'
import { type CollectionName, type PasswordForm, passwordFormOf, whyUnreadable } from './old-rows.js'
import type { Progress } from './progress.js'

/** What became of the rows of one collection. */
export interface Copied {
  read: number
  copied: number
  /** Copied by an earlier run; whatever our system made of them since stays. */
  alreadyThere: number
  refused: Refusal[]
  /** People by the form of their password. */
  passwords: Record<PasswordForm, number>
}

/** A row that was not copied. */
export interface Refusal {
  id: string
  why: string
}

const BATCH = 1_000

/** What is unique in our system; its owner makes the same index at its start, which may be after the move. */
const UNIQUE: Readonly<Record<CollectionName, readonly string[]>> = {
  user: ['email', 'numberId'],
  officeHours: [],
  transaction: ['invoice'],
}

/**
 * Copies one collection, row by row as it is, in the order of its ids. Only ever inserts: a row that is there already is
 * left alone, so that a run can be repeated. After each batch the place is written down, so that a run that was
 * interrupted goes on from there. The source is only read.
 */
export async function copyCollection(options: {
  name: CollectionName
  from: Collection<Document>
  to: Collection<Document>
  progress: Progress
  timeZone: string
  onBatch: (copied: Copied) => void
}): Promise<Copied> {
  const { name, from, to, progress, timeZone, onBatch } = options
  const copied: Copied = {
    read: 0,
    copied: 0,
    alreadyThere: 0,
    refused: [],
    passwords: { bcrypt: 0, argon2id: 0, unknown: 0 },
  }
  for (const column of UNIQUE[name]) await to.createIndex({ [column]: 1 }, { unique: true })
  const after = await progress.place(name)
  const rows = from.find(after ? { _id: { $gt: after } } : {}).sort({ _id: 1 })
  let batch: Document[] = []
  const flush = async () => {
    const last = batch.at(-1)
    if (!last) return
    const isRefused = await insert(batch, to, copied)
    if (name === 'user') {
      for (const row of batch) if (!isRefused.has(row)) copied.passwords[passwordFormOf(row.password)] += 1
    }
    await progress.reached(name, last._id)
    batch = []
    onBatch(copied)
  }
  for await (const row of rows) {
    copied.read += 1
    const why = whyUnreadable(name, row, timeZone)
    if (why) {
      copied.refused.push({ id: String(row._id), why })
      continue
    }
    batch.push(asOurs(name, row))
    if (batch.length === BATCH) await flush()
  }
  await flush()
  await progress.finished(name)
  return copied
}

/** E-mails are found in lower case only; all else is read as it is. */
function asOurs(name: CollectionName, row: Document): Document {
  return name === 'user' ? { ...row, email: String(row.email).trim().toLowerCase() } : row
}

/** @returns the rows that were refused */
async function insert(batch: Document[], to: Collection<Document>, copied: Copied): Promise<Set<Document>> {
  const refused = new Set<Document>()
  try {
    const { insertedCount } = await to.insertMany(batch, { ordered: false })
    copied.copied += insertedCount
  } catch (error) {
    if (!(error instanceof MongoBulkWriteError)) throw error
    const errors = [error.writeErrors].flat()
    const other = errors.find(({ code }) => code !== 11000)
    if (other) throw error
    copied.copied += batch.length - errors.length
    for (const { index } of errors) {
      const row = batch[index]
      if (!row) continue
      // The same id is the same row; else something unique in it belongs to another row.
      if (await to.findOne({ _id: row._id }, { projection: { _id: 1 } })) copied.alreadyThere += 1
      else {
        copied.refused.push({ id: String(row._id), why: `${takenIn(errors, index)} is taken by another row` })
        refused.add(row)
      }
    }
  }
  return refused
}

/** The column of a unique index that refused a row; never its value, which is an e-mail or a number. */
function takenIn(errors: readonly { index: number; errmsg?: string | undefined }[], index: number): string {
  const message = errors.find((error) => error.index === index)?.errmsg ?? ''
  return /index: (?:\S+\.)?\$?(\w+?)_-?1/.exec(message)?.[1] ?? 'something unique'
}
