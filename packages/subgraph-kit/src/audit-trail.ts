import { createHash } from 'node:crypto'
import mongoose, { type Connection, Schema } from 'mongoose'

/** Something that happened and must not be forgotten. `before` and `after` hold no secrets. */
export interface AuditEntry {
  at: Date
  /** What happened, such as `USER_UPDATED`. */
  action: string
  /** Who did it; null for nobody that we know. */
  actorId: string | null
  actorRole: string | null
  /** The network address it came from, as far as it is known. */
  address: string | null
  /** Whom or what it was done to. */
  subjectId: string | null
  before: Readonly<Record<string, unknown>> | null
  after: Readonly<Record<string, unknown>> | null
}

/** An entry as it stands in the record: numbered from 1 without a gap, and chained to the one before it. */
export interface AuditRecord extends Omit<AuditEntry, 'before' | 'after'> {
  number: number
  /** JSON text, exactly as it was hashed. */
  before: string | null
  after: string | null
  previousHash: string
  hash: string
}

/** What checking the chain came to. `head` is the last record's hash: noted elsewhere, it also proves the end. */
export type ChainVerdict =
  | { isIntact: true; count: number; head: string }
  | { isIntact: false; count: number; brokenAt: number; why: string }

interface Row extends Omit<AuditRecord, 'number'> {
  _id: number
}

const auditSchema = new Schema<Row>(
  {
    _id: { type: Number, required: true },
    at: { type: Date, required: true },
    action: { type: String, required: true },
    actorId: { type: String, default: null },
    actorRole: { type: String, default: null },
    address: { type: String, default: null },
    subjectId: { type: String, default: null },
    before: { type: String, default: null },
    after: { type: String, default: null },
    previousHash: { type: String, required: true },
    hash: { type: String, required: true },
  },
  { collection: 'audit', strict: 'throw', versionKey: false },
)

/** What the first record is chained to. */
const BEGINNING = '0'.repeat(64)
/** Several instances write at once: who comes second tries again with the next number. */
const MOST_TRIES = 100

export type AuditTrail = ReturnType<typeof auditTrailOf>

/**
 * A subgraph's append-only record, the collection `audit`. Each record holds the hash of the one before, so that none
 * can be changed, removed or put in between without the chain breaking. There is no way to change or remove one here.
 */
export function auditTrailOf(connection: Connection) {
  const model = connection.model<Row>('audit', auditSchema)
  const last = () => model.findOne().sort({ _id: -1 }).lean<Row>()
  let queue: Promise<unknown> = Promise.resolve()

  const append = async (entry: AuditEntry): Promise<void> => {
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const previous = await last()
      const row = chained(entry, previous)
      try {
        await model.create([row])
        return
      } catch (error) {
        if ((error as { code?: unknown }).code !== 11000) throw error
      }
    }
    throw new Error('the audit record could not be extended: others were always first')
  }

  return {
    /** Writes an entry down; it is stored when this returns. */
    record: (entry: AuditEntry): Promise<void> => {
      // One after the other within this process, so that its own entries do not compete for a number.
      const written = queue.then(() => append(entry))
      queue = written.catch(() => undefined)
      return written
    },
    /** The newest records first, those with a smaller number than `before` when that is given. */
    newest: async (first: number, before: number | null): Promise<AuditRecord[]> => {
      const filter = before === null ? {} : { _id: mongoose.trusted({ $lt: before }) }
      return (await model.find(filter).sort({ _id: -1 }).limit(first).lean<Row[]>()).map(toRecord)
    },
    count: async (): Promise<number> => (await last())?._id ?? 0,
    /** Follows the chain from its beginning. */
    verify: async (): Promise<ChainVerdict> => {
      let count = 0
      let head = BEGINNING
      for await (const row of model.find().sort({ _id: 1 }).lean<Row[]>().cursor({ batchSize: 1_000 })) {
        const why = faultOf(row, { number: count + 1, previousHash: head })
        if (why) return { isIntact: false, count, brokenAt: row._id, why }
        count += 1
        head = row.hash
      }
      return { isIntact: true, count, head }
    },
  }
}

function chained(entry: AuditEntry, previous: Row | null): Row {
  const row = {
    ...entry,
    _id: (previous?._id ?? 0) + 1,
    before: entry.before && JSON.stringify(entry.before),
    after: entry.after && JSON.stringify(entry.after),
    previousHash: previous?.hash ?? BEGINNING,
  }
  return { ...row, hash: hashOf(row) }
}

function hashOf(row: Omit<Row, 'hash'>): string {
  const { _id, at, action, actorId, actorRole, address, subjectId, before, after, previousHash } = row
  const parts = [_id, at.toISOString(), action, actorId, actorRole, address, subjectId, before, after, previousHash]
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex')
}

function faultOf(row: Row, expected: { number: number; previousHash: string }): string | null {
  if (row._id !== expected.number) return `number ${expected.number} is missing`
  if (row.previousHash !== expected.previousHash) return 'it is not chained to the record before it'
  return row.hash === hashOf(row) ? null : 'its content was changed'
}

function toRecord({ _id, ...row }: Row): AuditRecord {
  return { number: _id, ...row }
}
