import { createHash } from 'node:crypto'
import { isDuplicateKeyError } from '@setrum/subgraph-kit'
import { BSON, type Collection, type Document, MongoBulkWriteError, type ObjectId } from 'mongodb'
import { type CollectionName, passwordFormOf, type ReadRow } from './old-rows.js'
import type { Copied, Counts, Finding, Progress } from './progress.js'

const BATCH = 1_000

/** Unique columns; the owning subgraph creates the same indexes when it starts, which may be later. */
const UNIQUE: Readonly<Record<CollectionName, readonly string[]>> = {
  user: ['email', 'numberId'],
  officeHours: [],
  transaction: ['invoice'],
}

/** Stored in each copied row: its run and its source. */
interface Mark {
  run: ObjectId
  /** SHA-256 of the row as it stood in the old system. */
  hash: string
}

/** A row to be inserted, with its mark. */
type Marked = Document & { imported: Mark }

/**
 * Copies one collection in the order of its ids. It only inserts: an existing row is left unchanged, so that a run can be
 * repeated. Each batch stores its position and counts, from which an interrupted run resumes. The source is only read.
 */
export async function copyCollection(options: {
  name: CollectionName
  from: Collection<Document>
  to: Collection<Document>
  progress: Progress
  read: ReadRow
  /** Rows before the checkpoint of an interrupted run are not read again; after a complete one, none. */
  onResume: (isDone: boolean) => void
  onProgress: (counts: Counts) => void
}): Promise<Copied> {
  const { name, from, to, progress, read, onResume, onProgress } = options
  for (const column of UNIQUE[name]) await to.createIndex({ [column]: 1 }, { unique: true })
  const checkpoint = await progress.begin()
  const { run, counts } = checkpoint
  if (checkpoint.isDone || checkpoint.lastId) onResume(checkpoint.isDone)
  onProgress(counts)
  if (checkpoint.isDone) return progress.withFindings(counts)
  const take = async (rows: readonly Document[]): Promise<void> => {
    const batch: Marked[] = []
    const findings: Finding[] = []
    for (const old of rows) {
      counts.read += 1
      const { row, why } = read(old)
      if (row) batch.push({ ...row, imported: { run, hash: hashOf(old) } })
      else findings.push({ id: old._id, why })
    }
    const refused = await insert(batch, { to, counts, findings })
    for (const { why } of findings) counts[why === null ? 'changedSince' : 'refused'] += 1
    await progress.record(findings)
    if (name === 'user') {
      for (const row of batch) if (!refused.has(row)) counts.passwords[passwordFormOf(row.password)] += 1
    }
  }
  // Ids of another type are refused. They sort before and after ObjectIds, so a range of ObjectIds never contains them.
  if (!checkpoint.lastId) {
    for await (const rows of inBatches(from.find({ _id: { $not: { $type: 'objectId' } } }))) await take(rows)
  }
  const rest = from
    .find({ _id: { $type: 'objectId', ...(checkpoint.lastId ? { $gt: checkpoint.lastId } : {}) } })
    .sort({ _id: 1 })
  for await (const rows of inBatches(rest)) {
    await take(rows)
    await progress.save({ run, lastId: rows.at(-1)?._id, isDone: false, counts })
    onProgress(counts)
  }
  await progress.save({ run, lastId: null, isDone: true, counts })
  return progress.withFindings(counts)
}

async function* inBatches(rows: AsyncIterable<Document>): AsyncGenerator<Document[]> {
  let batch: Document[] = []
  for await (const row of rows) {
    batch.push(row)
    if (batch.length < BATCH) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

/** @returns the rows that were refused */
async function insert(
  batch: readonly Marked[],
  { to, counts, findings }: { to: Collection<Document>; counts: Counts; findings: Finding[] },
): Promise<Set<Marked>> {
  const refused = new Set<Marked>()
  if (batch.length === 0) return refused
  try {
    counts.copied += (await to.insertMany(batch, { ordered: false })).insertedCount
  } catch (error) {
    if (!(error instanceof MongoBulkWriteError)) throw error
    const errors = [error.writeErrors].flat()
    if (!errors.every(isDuplicateKeyError)) throw error
    counts.copied += batch.length - errors.length
    const repeated = errors.flatMap(({ index }) => batch[index] ?? [])
    const marks = await marksOf(repeated, to)
    for (const { index, errmsg } of errors) {
      const row = batch[index]
      if (!row) continue
      const id = String(row._id)
      // The same id is the same row; else something unique in it belongs to another row.
      if (!marks.has(id)) {
        findings.push({ id: row._id, why: `${takenIn(errmsg)} is taken by another row` })
        refused.add(row)
        continue
      }
      const mark = marks.get(id)
      if (mark?.run.equals(row.imported.run)) {
        counts.copied += 1
        continue
      }
      counts.alreadyThere += 1
      if (mark?.hash !== row.imported.hash) findings.push({ id: row._id, why: null })
    }
  }
  return refused
}

/** The marks of existing rows, by id. */
async function marksOf(rows: readonly Document[], to: Collection<Document>): Promise<Map<string, Mark | undefined>> {
  const found = await to.find({ _id: { $in: rows.map(({ _id }) => _id) } }, { projection: { imported: 1 } }).toArray()
  return new Map(found.map(({ _id, imported }) => [String(_id), imported]))
}

function hashOf(row: Document): string {
  return createHash('sha256').update(BSON.serialize(row)).digest('hex')
}

/** The column of a unique index that refused a row; never its value, which is an e-mail or a number. */
function takenIn(message = ''): string {
  return /index: (?:\S+\.)?\$?(\w+?)_-?1/.exec(message)?.[1] ?? 'something unique'
}
