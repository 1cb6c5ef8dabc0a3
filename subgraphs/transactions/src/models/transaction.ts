import { isDuplicateKeyError, readObjectId } from '@setrum/subgraph-kit'
import mongoose, { type Connection, type Model, Types } from 'mongoose'
import { type BucketId, bucketsOf } from '../domain/rollup-bucket.js'
import { searchTermsOf } from '../domain/search-terms.js'
import type { Entered } from '../domain/settlement/next-phase.js'
import { type Phase, statusOf, type TransactionStatus } from '../domain/settlement/phase.js'
import { startOfBillerDay } from '../domain/settlement/recovery-rules.js'
import type { ReviewReason } from '../domain/settlement/transitions.js'
import {
  invoiceOf,
  SYSTEM,
  type Transaction,
  type TransactionChange,
  type TransactionEvent,
} from '../domain/transaction.js'
import { createCoalescer } from './coalesce.js'
import { leasesOf, NO_LEASE } from './transaction-lease.js'
import { phaseColumns } from './transaction-phase.js'
import {
  backfilledColumns,
  type Calendar,
  changeColumns,
  infoOf,
  type NewTransaction,
  newDirty,
  newRow,
  phaseUpdate,
  reviewColumns,
  toTransaction,
} from './transaction-row.js'
import { type TransactionRow, transactionSchema } from './transaction-schema.js'

const { trusted } = mongoose

export type Inserted =
  | { kind: 'INSERTED'; transaction: Transaction }
  /** This user has used the key before, for this transaction. */
  | { kind: 'REPLAY'; transaction: Transaction }
  /** Another sale holds the dedupe key; nothing was stored. */
  | { kind: 'DUPLICATE'; of: Transaction }
  /** Another transaction has this invoice number; nothing was stored. */
  | { kind: 'INVOICE_TAKEN' }

/** A transition of a transaction: everything that is written with it in one step. */
export interface Change {
  phase: Phase
  reviewReasons: readonly ReviewReason[]
  change?: TransactionChange
  events: readonly TransactionEvent[]
  at: Date
  /** Ends the lease of the caller. */
  release?: boolean
  /** Taken with the change; the change fails when another transaction holds it. */
  dedupeKey?: string
  /** A further condition: the transaction was made at this instant or later. */
  createdSince?: Date
}

/** A callback as it is recorded. `entered` is null when it changes no phase. */
export interface RecordedCallback {
  /** The same callback has the same key. */
  key: string
  event: TransactionEvent
  entered: Entered | null
}

export type Transactions = ReturnType<typeof transactionsOf>
export type TransactionModel = Model<TransactionRow>

/** Most different callbacks that are stored for one transaction; the biller sends one or two. */
const MAX_CALLBACKS = 8
/** Most prints that are stored with user and time; the rest are counted. A document must not grow without limit. */
const MAX_PRINT_EVENTS = 50

/** The collection `transaction`. */
export function transactionsOf(connection: Connection, calendar: Calendar) {
  const model: TransactionModel = connection.model<TransactionRow>('transaction', transactionSchema)
  const coalesceBackfill = createCoalescer<number>()
  const coalesceSearchTerms = createCoalescer<number>()
  const read = (row: TransactionRow | null): Transaction | null => (row ? toTransaction(row, calendar) : null)

  /** Backfills a row of the old system, which must happen before anything else is written to it. */
  const readForChange = async (row: TransactionRow | null): Promise<Transaction | null> => {
    if (row?.state !== null && row?.state !== undefined) return read(row)
    if (!row) return null
    const columns = backfilledColumns(row, calendar)
    // In the same write, because no rebuild of this row's bucket has seen it yet.
    const dirty = newDirty(toTransaction(row, calendar).createdAt, calendar)
    await model.collection.updateOne({ _id: row._id, state: null }, { $set: { ...columns, dirty } })
    return read(await model.findOne({ _id: row._id }).lean<TransactionRow>())
  }

  const byKey = async (employeeId: string, idempotencyKey: string): Promise<Transaction | null> =>
    read(
      await model
        // The type is repeated from the partial index: without it a database may not use the index.
        .findOne({ user_id: employeeId, idempotencyKey: trusted({ $eq: idempotencyKey, $type: 'string' }) })
        .lean<TransactionRow>(),
    )

  return {
    model,
    ...leasesOf(model, read),
    byKey,
    byId: async (id: string): Promise<Transaction | null> => {
      const _id = readObjectId(id)
      return _id && read(await model.findOne({ _id }).lean<TransactionRow>())
    },
    /** The same for a caller that will change it. */
    byIdForChange: async (id: string): Promise<Transaction | null> => {
      const _id = readObjectId(id)
      return _id && readForChange(await model.findOne({ _id }).lean<TransactionRow>())
    },
    /** By the number that the biller knows, for a caller that will change it. */
    byRefIdForChange: async (refId: string): Promise<Transaction | null> =>
      readForChange(
        await model.findOne({ invoice: trusted({ $in: [refId, invoiceOf(refId)] }) }).lean<TransactionRow>(),
      ),
    /** In the order of the ids; null where there is none. */
    byIds: async (ids: readonly string[]): Promise<(Transaction | null)[]> => {
      const known = ids.map(readObjectId).filter((id) => id !== null)
      const rows = await model.find({ _id: trusted({ $in: known }) }).lean<TransactionRow[]>()
      const found = new Map(rows.map((row) => [row._id.toHexString(), toTransaction(row, calendar)]))
      return ids.map((id) => found.get(id.toLowerCase()) ?? null)
    },

    /** Stores a new transaction, at most one for each key of a user, by the unique index. Atomic. */
    insertOnce: async (sale: NewTransaction): Promise<Inserted> => {
      const row = newRow(sale, calendar)
      try {
        await model.collection.insertOne(row)
        return { kind: 'INSERTED', transaction: toTransaction(row, calendar) }
      } catch (error) {
        if (!isDuplicateKeyError(error)) throw error
        const before = sale.idempotencyKey === null ? null : await byKey(sale.employeeId, sale.idempotencyKey)
        if (before) return { kind: 'REPLAY', transaction: before }
        const { dedupeKey } = sale
        const of = dedupeKey === null ? null : read(await model.findOne({ dedupeKey }).lean<TransactionRow>())
        return of ? { kind: 'DUPLICATE', of } : { kind: 'INVOICE_TAKEN' }
      }
    },

    /**
     * Compare and set in one step: phase, review reasons, data and events together, onto the revision that the caller
     * has read. Atomic.
     * @returns the transaction after it; null when the transaction changed meanwhile or the dedupe key is taken
     */
    change: async (sale: Transaction, change: Change): Promise<Transaction | null> => {
      const { events, at, dedupeKey, createdSince } = change
      const { $set, $unset } = phaseUpdate(change.phase, sale.productType)
      const data = change.change ?? {}
      Object.assign($set, changeColumns(data), reviewColumns(change.reviewReasons), { updatedAt: at })
      if (change.release) $set.lease = NO_LEASE
      if (dedupeKey) $set.dedupeKey = dedupeKey
      const isCounted = $set.state !== statusOf(sale) || ROLLED_UP.some((name) => data[name] !== undefined)
      if (isCounted) $set.dirty = newDirty(sale.createdAt, calendar)
      if (data.customer || data.token !== undefined) $set.searchTerms = searchTermsOf({ ...sale, ...data })
      if (data.customer || data.responseCode !== undefined) $set.info = infoOf({ ...sale, ...data })
      const row = await model
        .findOneAndUpdate(
          {
            ...onRevision(sale),
            ...(createdSince === undefined ? {} : { createdAt: trusted({ $gte: createdSince }) }),
          },
          {
            $set,
            ...(Object.keys($unset).length > 0 ? { $unset } : {}),
            $inc: { revision: 1 },
            ...(events.length > 0 ? { $push: { events: { $each: events } } } : {}),
          },
          { returnDocument: 'after' },
        )
        .lean<TransactionRow>()
        .catch((error: unknown) => {
          if (dedupeKey && isDuplicateKeyError(error)) return null
          throw error
        })
      return read(row)
    },
    /** Appends an event that changes nothing else. */
    addEvent: async (id: string, event: TransactionEvent): Promise<Transaction | null> =>
      read(
        await model
          .findOneAndUpdate(
            { _id: new Types.ObjectId(id) },
            { $set: { updatedAt: event.at }, $push: { events: event } },
            { returnDocument: 'after' },
          )
          .lean<TransactionRow>(),
      ),

    /** The last sales of one product to one meter, under any of its numbers, newest first, in any status. */
    lastSame: async (customerNumbers: readonly string[], productCode: string): Promise<Transaction[]> => {
      const rows = await model
        .find({ customer_id: trusted({ $in: [...customerNumbers] }), product_code: productCode })
        .sort({ createdAt: -1 })
        .limit(20)
        .lean<TransactionRow[]>()
      return rows.map((row) => toTransaction(row, calendar))
    },

    /** A payment of the same bill that is still open. */
    openPayment: async ({
      customerNumber,
      productCode,
    }: Pick<Transaction, 'customerNumber' | 'productCode'>): Promise<Transaction | null> =>
      read(
        await model
          .findOne({ customer_id: customerNumber, product_code: productCode, state: 'PROCESSING' })
          .lean<TransactionRow>(),
      ),

    /** The last successful payments of a bill's customer and type, the latest first. */
    lastPayments: async ({
      customerNumber,
      productCode,
    }: Pick<Transaction, 'customerNumber' | 'productCode'>): Promise<Transaction[]> => {
      const rows = await model
        .find({ customer_id: customerNumber, product_code: productCode, state: 'SUCCESS' })
        .sort({ completedAt: -1, _id: -1 })
        .limit(20)
        .lean<TransactionRow[]>()
      return rows.map((row) => toTransaction(row, calendar))
    },

    /** Whether a sale of this product cost more than the price and than expected, without a review since. */
    hasCostAbove: async (productCode: string, priceIdr: number): Promise<boolean> =>
      (await model.exists({
        needsAttention: true,
        reviewReasons: 'COST_MISMATCH',
        product_code: productCode,
        costIdr: trusted({ $gt: priceIdr }),
      })) !== null,

    /**
     * Records a callback, each different one once, with the phase that it leads to. Atomic.
     * @returns false when the same callback, or too many others, are recorded already, or the transaction changed
     */
    recordCallback: async (sale: Transaction, { key, event, entered }: RecordedCallback): Promise<boolean> => {
      const { $set, $unset } = entered ? phaseUpdate(entered.phase, sale.productType) : { $set: {}, $unset: {} }
      const { matchedCount } = await model.updateOne(
        {
          ...(entered ? onRevision(sale) : { _id: new Types.ObjectId(sale.id) }),
          callbacks: trusted({ $ne: key }),
          [`callbacks.${MAX_CALLBACKS - 1}`]: trusted({ $exists: false }),
        },
        {
          ...(entered ? { $set, $inc: { revision: 1 } } : {}),
          ...(Object.keys($unset).length > 0 ? { $unset } : {}),
          $push: { callbacks: key, events: event },
        },
      )
      return matchedCount === 1
    },
    /** Whether a callback is not recorded any more: the same one, or the most that are stored, are recorded already. */
    hasCallback: async (id: string, key: string): Promise<boolean> => {
      const row = await model
        .findOne({ _id: new Types.ObjectId(id) }, { callbacks: 1 })
        .lean<Pick<TransactionRow, 'callbacks'>>()
      const callbacks = row?.callbacks ?? []
      return callbacks.includes(key) || callbacks.length >= MAX_CALLBACKS
    },

    countPrint: async (id: string, actor: string, at: Date): Promise<Transaction | null> => {
      const event: TransactionEvent = { at, type: 'PRINTED', actor, from: null, to: null, note: null }
      const _id = new Types.ObjectId(id)
      const count = { $inc: { printCount: 1 } }
      const row =
        (await model
          .findOneAndUpdate(
            { _id, printCount: trusted({ $not: { $gte: MAX_PRINT_EVENTS } }) },
            { ...count, $push: { events: event } },
            { returnDocument: 'after' },
          )
          .lean<TransactionRow>()) ??
        (await model.findOneAndUpdate({ _id }, count, { returnDocument: 'after' }).lean<TransactionRow>())
      return read(row)
    },

    /** Counts the open sales that were made before an instant. */
    countProcessing: (before: Date): Promise<number> =>
      model.countDocuments({ state: 'PROCESSING', createdAt: trusted({ $lt: before }) }),

    /** Counts the transactions in a status that were made since an instant. */
    countSince: (since: Date, state: TransactionStatus): Promise<number> =>
      model.countDocuments({ state, createdAt: trusted({ $gte: since }) }),

    /** Expires the unpaid bills of earlier days, the transition DAY_ENDED of the table. @returns how many */
    expireBills: async (now: Date): Promise<number> => {
      const event: TransactionEvent = {
        at: now,
        type: 'EXPIRED',
        actor: SYSTEM,
        from: 'AWAITING_PAYMENT',
        to: 'EXPIRED',
        note: null,
      }
      const { modifiedCount } = await model.updateMany(
        { state: 'AWAITING_PAYMENT', createdAt: trusted({ $lt: startOfBillerDay(now) }) },
        {
          $set: { ...phaseColumns({ name: 'EXPIRED' }), updatedAt: now },
          $inc: { revision: 1 },
          $push: { events: event },
        },
      )
      return modifiedCount
    },

    /** The tokens of changes that the rollup of a bucket may lack. */
    dirtyTokensIn: async (bucket: BucketId): Promise<Types.ObjectId[]> => {
      const rows = await model
        .find({ 'dirty.hour': hoursOf(bucket) }, { dirty: 1 })
        .lean<Pick<TransactionRow, 'dirty'>[]>()
      return rows.flatMap(({ dirty }) => dirty?.token ?? [])
    },
    /** Clears dirty tokens, unless the transaction changed again. */
    clearDirty: async (bucket: BucketId, tokens: readonly Types.ObjectId[]): Promise<void> => {
      for (let start = 0; start < tokens.length; start += 1_000) {
        await model.updateMany(
          { 'dirty.hour': hoursOf(bucket), 'dirty.token': trusted({ $in: tokens.slice(start, start + 1_000) }) },
          { $unset: { dirty: 1 } },
          { timestamps: false },
        )
      }
    },

    /**
     * Gives rows of an earlier version their search terms. Idempotent; several processes may do it at once.
     * @returns the number of rows; fewer than `atMost` when none is left
     */
    fillSearchTerms: (atMost: number): Promise<number> =>
      coalesceSearchTerms(String(atMost), async () => {
        const rows = await model.find({ searchTerms: null }).limit(atMost).lean<TransactionRow[]>()
        if (rows.length === 0) return 0
        await model.collection.bulkWrite(
          rows.map((row) => ({
            updateOne: {
              // A change meanwhile has written the terms of the newer row.
              filter: { _id: row._id, searchTerms: null },
              update: { $set: { searchTerms: searchTermsOf(toTransaction(row, calendar)) } },
            },
          })),
          { ordered: false },
        )
        return rows.length
      }),

    /** True while rows of the old system lack our columns. */
    hasLegacyRows: async (): Promise<boolean> => (await model.exists({ state: null })) !== null,
    countLegacyRows: (): Promise<number> => model.countDocuments({ state: null }),
    /**
     * Gives rows of the old system our columns, so that lists find them and totals count them. Idempotent.
     * @param invalidate receives the rollup buckets of the rows before the rows are written
     * @returns the number of rows; fewer than `atMost` when none is left
     */
    backfill: (atMost: number, invalidate: (buckets: BucketId[]) => Promise<void>): Promise<number> =>
      coalesceBackfill(String(atMost), async () => {
        const rows = await model.find({ state: null }).limit(atMost).lean<TransactionRow[]>()
        if (rows.length === 0) return 0
        const updates = rows.map((row) => ({ _id: row._id, columns: backfilledColumns(row, calendar) }))
        const at = calendar.now()
        await invalidate([...new Set(updates.flatMap(({ columns }) => bucketsOf(columns, at, calendar.timeZone)))])
        await model.collection.bulkWrite(
          updates.map(({ _id, columns }) => ({
            updateOne: { filter: { _id, state: null }, update: { $set: columns } },
          })),
          { ordered: false },
        )
        return rows.length
      }),
  }
}

/** The condition of a compare-and-set; a row that was never changed has no revision. */
const onRevision = ({ id, revision }: Pick<Transaction, 'id' | 'revision'>) => ({
  _id: new Types.ObjectId(id),
  revision: revision === 0 ? trusted({ $in: [0, null] }) : revision,
})

/** The columns that rollups sum, or group by. */
const ROLLED_UP = ['priceIdr', 'profitIdr', 'shiftId'] as const

/** The hours of a bucket: the hour itself, or all of a day. */
const hoursOf = (bucket: BucketId) => trusted({ $gte: bucket, $lte: `${bucket}U` })
