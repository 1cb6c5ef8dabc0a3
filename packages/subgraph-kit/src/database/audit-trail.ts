import { createHash } from 'node:crypto'
import { Mutex } from 'async-mutex'
import mongoose, { type Connection, Schema } from 'mongoose'
import { badInput } from '../errors/domain-error.js'
import { readPageSize } from '../page-size.js'
import { isDuplicateKeyError } from './mongo.js'

const { trusted } = mongoose

/** An event for the audit trail. `before` and `after` contain no secrets. */
export interface AuditEntry {
  at: Date
  /** The event, such as `USER_UPDATED`. */
  action: string
  /** The acting user; null when unknown. */
  actorId: string | null
  actorRole: string | null
  /** The network address of the caller, if known. */
  address: string | null
  /** The affected user or object. */
  subjectId: string | null
  before: Readonly<Record<string, unknown>> | null
  after: Readonly<Record<string, unknown>> | null
}

/** A stored entry: numbered from 1 without gaps, and chained to the previous one. */
export interface AuditRecord extends Omit<AuditEntry, 'before' | 'after'> {
  number: number
  /** JSON text, exactly as it was hashed. */
  before: string | null
  after: string | null
  previousHash: string
  hash: string
}

/** The result of verifying the chain. `head` is the last record's hash: kept elsewhere, it proves that none is missing. */
export type ChainCheck =
  | { isIntact: true; count: number; head: string }
  | { isIntact: false; count: number; brokenAt: number; why: string }

export interface PageArguments {
  first?: number | null | undefined
  /** The cursor after which it begins. */
  after?: string | null | undefined
}

export interface AuditPage {
  nodes: AuditRecord[]
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null }
  totalCount: number
}

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

/** The previous hash of the first record. */
const BEGINNING = '0'.repeat(64)
/** Instances write concurrently: a duplicate number is retried with the next one. */
const MOST_TRIES = 100

export type AuditTrail = ReturnType<typeof createAuditTrail>

/**
 * A subgraph's append-only record, the collection `audit`. Each record holds the hash of the one before, so that none
 * can be changed, removed or put in between without the chain breaking. There is no way to change or remove one here.
 */
export function createAuditTrail(connection: Connection) {
  const model = connection.model<Row>('audit', auditSchema)
  const last = () => model.findOne().sort({ _id: -1 }).lean<Row>()
  // One append at a time within this process, so that its own entries do not compete for a number.
  const appending = new Mutex()

  const append = async (entry: AuditEntry): Promise<void> => {
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const previous = await last()
      const row = chained(entry, previous)
      try {
        await model.create([row])
        return
      } catch (error) {
        if (!isDuplicateKeyError(error)) throw error
      }
    }
    throw new Error('the audit record could not be extended: others were always first')
  }

  return {
    /** Appends an entry; it is stored when this returns. */
    record: (entry: AuditEntry): Promise<void> => appending.runExclusive(() => append(entry)),
    /** One page, the newest records first. @throws BAD_USER_INPUT for a page or a cursor that cannot be */
    page: async ({ first, after }: PageArguments): Promise<AuditPage> => {
      const size = readPageSize(first)
      const filter = after == null ? {} : { _id: trusted({ $lt: readCursor(after) }) }
      // One more row than the page shows whether there is a next page.
      const [rows, newest] = await Promise.all([
        model
          .find(filter)
          .sort({ _id: -1 })
          .limit(size + 1)
          .lean<Row[]>(),
        last(),
      ])
      const nodes = rows.slice(0, size).map(toRecord)
      const pageInfo = {
        hasNextPage: rows.length > size,
        hasPreviousPage: after != null,
        startCursor: cursorOf(nodes[0]),
        endCursor: cursorOf(nodes.at(-1)),
      }
      return { nodes, pageInfo, totalCount: newest?._id ?? 0 }
    },
    /** Verifies the chain from its beginning. */
    verify: async (): Promise<ChainCheck> => {
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

function cursorOf(record: AuditRecord | undefined): string | null {
  return record ? String(record.number) : null
}

function readCursor(cursor: string): number {
  if (/^\d{1,15}$/.test(cursor)) return Number(cursor)
  throw badInput('after', { id: 'Kursor ini tidak dikenal.', en: 'This cursor is not one of ours.' })
}

function toRecord({ _id, ...row }: Row): AuditRecord {
  return { number: _id, ...row }
}
