import { readObjectId } from '@setrum/subgraph-kit'
import { businessDate, businessHour } from '@setrum/units'
import mongoose, { type Connection, type Model, Types } from 'mongoose'
import { startOfBillerDay } from '../domain/biller-day.js'
import { type BucketId, bucketsOf } from '../domain/rollup-bucket.js'
import { invoiceOf } from '../domain/invoice.js'
import { legacyStatus, type TransactionStatus } from '../domain/status.js'
import { SYSTEM, type Transaction, type TransactionChange, type TransactionEvent } from '../domain/transaction.js'
import { createCoalescer } from './coalesce.js'
import {
  adoptedColumns,
  type Calendar,
  infoOf,
  dirtyMark,
  NO_LEASE,
  toTransaction,
  updateOf,
} from './transaction-row.js'
import { type TransactionRow, transactionSchema } from './transaction-schema.js'

const { trusted } = mongoose

/** What is known of a transaction when it is made; the rest has its resting value. */
export type NewTransaction = Pick<
  Transaction,
  | 'invoice'
  | 'refId'
  | 'trId'
  | 'productType'
  | 'productCode'
  | 'customerNumber'
  | 'customer'
  | 'state'
  | 'nominalIdr'
  | 'adminFeeIdr'
  | 'priceIdr'
  | 'costIdr'
  | 'bills'
  | 'responseCode'
  | 'message'
  | 'employeeId'
  | 'employeeName'
  | 'shiftId'
  | 'shift'
  | 'idempotencyKey'
  | 'requestHash'
  | 'events'
  | 'createdAt'
  | 'nextCheckAt'
  | 'sends'
  | 'lastSentAt'
  | 'sendingUntil'
  | 'needsAttention'
> & { slot: string | null }

export type Inserted =
  | { kind: 'INSERTED'; transaction: Transaction }
  /** The same person used this key before: this is what it led to. */
  | { kind: 'REPLAY'; transaction: Transaction }
  /** Another sale was first to take the slot; nothing was stored. */
  | { kind: 'SLOT_TAKEN'; by: Transaction }
  /** Somebody else has this number; nothing was stored. */
  | { kind: 'INVOICE_TAKEN' }

/** What must still hold for a change to be made; the database checks it in the same step. */
export interface Guard {
  state: TransactionStatus
  sends?: number
  rungAt?: Date | null
  /** It was made at this instant or later. */
  createdSince?: Date
}

export interface Change {
  change: TransactionChange
  events: readonly TransactionEvent[]
  at: Date
  /** Gives back the lease of whoever asked. */
  release?: boolean
  /** What the transaction takes with the change; that it is free is part of the guard. */
  slot?: string
}

export type Transactions = ReturnType<typeof transactionsOf>
export type TransactionModel = Model<TransactionRow>

/** How many callbacks that differ are kept of one transaction; the biller sends one or two. */
const MOST_CALLBACKS = 8
/** How many prints of a receipt are written down with who and when; the rest are counted. A document must not grow for ever. */
const MOST_PRINTS = 50

/** The collection `transaction`. */
export function transactionsOf(connection: Connection, calendar: Calendar) {
  const model: TransactionModel = connection.model<TransactionRow>('transaction', transactionSchema)
  const adopting = createCoalescer<number>()
  const read = (row: TransactionRow | null): Transaction | null => (row ? toTransaction(row, calendar) : null)
  const findRow = (refId: string) =>
    model.findOne({ invoice: trusted({ $in: [refId, invoiceOf(refId)] }) }).lean<TransactionRow>()

  const byKey = async (employeeId: string, idempotencyKey: string): Promise<Transaction | null> =>
    read(
      await model
        // That it is a text is said as the index says it: without that a database may not use the index at all.
        .findOne({ user_id: employeeId, idempotencyKey: trusted({ $eq: idempotencyKey, $type: 'string' }) })
        .lean<TransactionRow>(),
    )

  return {
    model,
    byKey,
    byId: async (id: string): Promise<Transaction | null> => {
      const _id = readObjectId(id)
      return _id && read(await model.findOne({ _id }).lean<TransactionRow>())
    },
    /** In the order of the ids; null where there is none. */
    byIds: async (ids: readonly string[]): Promise<(Transaction | null)[]> => {
      const known = ids.map(readObjectId).filter((id) => id !== null)
      const rows = await model.find({ _id: trusted({ $in: known }) }).lean<TransactionRow[]>()
      const found = new Map(rows.map((row) => [row._id.toHexString(), toTransaction(row, calendar)]))
      return ids.map((id) => found.get(id.toLowerCase()) ?? null)
    },

    /** Stores a new transaction, at most one under a person's key: the unique index says which of two is first. */
    insertOnce: async (sale: NewTransaction): Promise<Inserted> => {
      const row = newRow(sale, calendar)
      try {
        await model.collection.insertOne(row)
        return { kind: 'INSERTED', transaction: toTransaction(row, calendar) }
      } catch (error) {
        if (!isDuplicateKey(error)) throw error
        const before = sale.idempotencyKey === null ? null : await byKey(sale.employeeId, sale.idempotencyKey)
        if (before) return { kind: 'REPLAY', transaction: before }
        const by = sale.slot === null ? null : read(await model.findOne({ slot: sale.slot }).lean<TransactionRow>())
        return by ? { kind: 'SLOT_TAKEN', by } : { kind: 'INVOICE_TAKEN' }
      }
    },

    /** Compare and set in one step. @returns the transaction after it, or null when the guard no longer held */
    change: async (sale: Transaction, guard: Guard, { change, events, at, release, slot }: Change) => {
      const update = updateOf(sale, change, at)
      if (release) update.$set.lease = NO_LEASE
      if (slot) update.$set.slot = slot
      if (ROLLED_UP.some((name) => change[name] !== undefined)) update.$set.dirty = dirtyMark(sale.createdAt, calendar)
      if (change.customer || change.responseCode !== undefined) update.$set.info = infoOf({ ...sale, ...change })
      const row = await model
        .findOneAndUpdate(
          {
            _id: new Types.ObjectId(sale.id),
            state: guard.state,
            ...(guard.sends === undefined ? {} : { sends: guard.sends }),
            ...(guard.rungAt === undefined ? {} : { rungAt: guard.rungAt }),
            ...(guard.createdSince === undefined ? {} : { createdAt: trusted({ $gte: guard.createdSince }) }),
          },
          { ...update, ...(events.length > 0 ? { $push: { events: { $each: events } } } : {}) },
          { returnDocument: 'after' },
        )
        .lean<TransactionRow>()
        .catch((error: unknown) => {
          if (slot && isDuplicateKey(error)) return null
          throw error
        })
      return read(row)
    },

    /** Takes the lease of the transaction that is due longest, so that nobody else asks for it meanwhile. */
    claimDue: async (lease: { owner: string; until: Date }, now: Date): Promise<Transaction | null> =>
      read(
        await model
          .findOneAndUpdate(
            { nextCheckAt: trusted({ $lte: now }), 'lease.until': trusted({ $lte: now }) },
            { $set: { lease } },
            { sort: { nextCheckAt: 1 }, returnDocument: 'after' },
          )
          .lean<TransactionRow>(),
      ),
    /** Takes the lease of one transaction; null when somebody else has it. */
    claim: async (id: string, lease: { owner: string; until: Date }, now: Date): Promise<Transaction | null> =>
      read(
        await model
          .findOneAndUpdate(
            { _id: new Types.ObjectId(id), state: 'PROCESSING', 'lease.until': trusted({ $not: { $gt: now } }) },
            { $set: { lease } },
            { returnDocument: 'after' },
          )
          .lean<TransactionRow>(),
      ),
    renewLeases: async (ids: readonly string[], lease: { owner: string; until: Date }): Promise<void> => {
      await model.updateMany(
        { _id: trusted({ $in: ids.map((id) => new Types.ObjectId(id)) }), 'lease.owner': lease.owner },
        { $set: { 'lease.until': lease.until } },
      )
    },
    release: async (id: string, owner: string): Promise<void> => {
      await model.updateOne({ _id: new Types.ObjectId(id), 'lease.owner': owner }, { $set: { lease: NO_LEASE } })
    },

    /** The last sales of one product to one meter, under any of its numbers, newest first, whatever became of them. */
    lastSame: async (customerNumbers: readonly string[], productCode: string): Promise<Transaction[]> => {
      const rows = await model
        .find({ customer_id: trusted({ $in: [...customerNumbers] }), product_code: productCode })
        .sort({ createdAt: -1 })
        .limit(20)
        .lean<TransactionRow[]>()
      return rows.map((row) => toTransaction(row, calendar))
    },

    /** Another payment of the same bill whose outcome is not known. */
    openPayment: async ({
      customerNumber,
      productCode,
    }: Pick<Transaction, 'customerNumber' | 'productCode'>): Promise<Transaction | null> =>
      read(
        await model
          .findOne({ customer_id: customerNumber, product_code: productCode, state: 'PROCESSING' })
          .lean<TransactionRow>(),
      ),

    /**
     * Writes down that the biller rang, each different callback once, and makes the transaction due where it is in one
     * of the states that the ring calls in question. It is made due first: a crash in between loses no question.
     * @returns the transaction, and whether this was news; null for a number that is not ours
     */
    ring: async (
      refId: string,
      { key, note, at, questions }: { key: string; note: string; at: Date; questions: readonly TransactionStatus[] },
    ): Promise<{ transaction: Transaction; isNews: boolean } | null> => {
      const event: TransactionEvent = { at, type: 'CALLBACK', actor: SYSTEM, from: null, to: null, note }
      const isNews = {
        invoice: trusted({ $in: [refId, invoiceOf(refId)] }),
        callbacks: trusted({ $ne: key }),
        [`callbacks.${MOST_CALLBACKS - 1}`]: trusted({ $exists: false }),
      }
      const due = { $set: { rungAt: at }, $min: { nextCheckAt: at } }
      await model.updateOne({ ...isNews, state: trusted({ $in: [...questions] }) }, due)
      const updated = await model
        .findOneAndUpdate(
          isNews,
          { $set: { rungAt: at }, $push: { callbacks: key, events: event } },
          { returnDocument: 'after' },
        )
        .lean<TransactionRow>()
      const row = updated ?? (await findRow(refId))
      return row && { transaction: toTransaction(row, calendar), isNews: updated !== null }
    },

    countPrint: async (id: string, actor: string, at: Date): Promise<Transaction | null> => {
      const event: TransactionEvent = { at, type: 'PRINTED', actor, from: null, to: null, note: null }
      const _id = new Types.ObjectId(id)
      const count = { $inc: { printCount: 1 } }
      const row =
        (await model
          .findOneAndUpdate(
            { _id, printCount: trusted({ $not: { $gte: MOST_PRINTS } }) },
            { ...count, $push: { events: event } },
            { returnDocument: 'after' },
          )
          .lean<TransactionRow>()) ??
        (await model.findOneAndUpdate({ _id }, count, { returnDocument: 'after' }).lean<TransactionRow>())
      return read(row)
    },

    /** How many sales that were begun before an instant are still open. */
    countProcessing: (before: Date): Promise<number> =>
      model.countDocuments({ state: 'PROCESSING', createdAt: trusted({ $lt: before }) }),

    /** Bills of earlier days that were looked up and never paid. @returns how many expired */
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
        { $set: { state: 'EXPIRED', updatedAt: now }, $push: { events: event } },
      )
      return modifiedCount
    },

    /** The changes of a stretch of time that its kept sums may not have. */
    dirtyTokensIn: async (unit: BucketId): Promise<Types.ObjectId[]> => {
      const rows = await model
        .find({ 'dirty.hour': hoursOf(unit) }, { dirty: 1 })
        .lean<Pick<TransactionRow, 'dirty'>[]>()
      return rows.flatMap(({ dirty }) => dirty?.token ?? [])
    },
    /** Takes marks away, unless the transaction changed again. */
    clearDirty: async (unit: BucketId, marks: readonly Types.ObjectId[]): Promise<void> => {
      for (let start = 0; start < marks.length; start += 1_000) {
        await model.updateMany(
          { 'dirty.hour': hoursOf(unit), 'dirty.token': trusted({ $in: marks.slice(start, start + 1_000) }) },
          { $unset: { dirty: 1 } },
          { timestamps: false },
        )
      }
    },

    /** Whether there are rows of the old system without our columns. */
    hasUnadopted: async (): Promise<boolean> => (await model.exists({ state: null })) !== null,
    /**
     * Gives rows of the old system our columns, so that they are found and counted.
     * @param invalidate told of the rollup buckets of the rows before they are written
     * @returns how many it adopted; fewer than `atMost` when none is left
     */
    adopt: (atMost: number, invalidate: (buckets: BucketId[]) => Promise<void>): Promise<number> =>
      adopting(String(atMost), async () => {
        const rows = await model.find({ state: null }).limit(atMost).lean<TransactionRow[]>()
        if (rows.length === 0) return 0
        const adopted = rows.map((row) => ({ _id: row._id, columns: adoptedColumns(row, calendar) }))
        const at = calendar.now()
        await invalidate([...new Set(adopted.flatMap(({ columns }) => bucketsOf(columns, at, calendar.timeZone)))])
        await model.collection.bulkWrite(
          adopted.map(({ _id, columns }) => ({
            updateOne: { filter: { _id, state: null }, update: { $set: columns } },
          })),
          { ordered: false },
        )
        return rows.length
      }),
  }
}

/** What figures add up, or add it up by. */
const ROLLED_UP = ['state', 'priceIdr', 'profitIdr', 'shiftId'] as const

/** The hours of a unit: the hour itself, or all of a day. */
const hoursOf = (unit: BucketId) => trusted({ $gte: unit, $lte: `${unit}U` })

function newRow(sale: NewTransaction, calendar: Calendar): TransactionRow {
  const { createdAt } = sale
  const { timeZone } = calendar
  return {
    _id: new Types.ObjectId(),
    invoice: sale.invoice,
    customer_id: sale.customerNumber,
    product_code: sale.productCode,
    status: legacyStatus(sale.state, sale.productType),
    admin: sale.adminFeeIdr,
    nominal: sale.nominalIdr,
    price: sale.priceIdr,
    rc: sale.responseCode,
    tr_id: sale.trId,
    info: infoOf(sale),
    user_id: sale.employeeId,
    createdAt,
    updatedAt: createdAt,
    state: sale.state,
    productType: sale.productType,
    refId: sale.refId,
    employeeId: sale.employeeId,
    seller: sale.employeeName === null ? null : { name: sale.employeeName },
    shiftId: sale.shiftId,
    shift: sale.shift,
    ...(sale.idempotencyKey === null ? {} : { idempotencyKey: sale.idempotencyKey }),
    ...(sale.requestHash === null ? {} : { requestHash: sale.requestHash }),
    costIdr: sale.costIdr,
    profitIdr: null,
    token: null,
    sn: null,
    energyKwh: null,
    customer: sale.customer,
    bills: sale.bills,
    reference: null,
    remainingBills: null,
    message: sale.message,
    events: sale.events,
    completedAt: null,
    businessDate: businessDate(createdAt, timeZone),
    businessHour: businessHour(createdAt, timeZone),
    ...(sale.nextCheckAt === null ? {} : { nextCheckAt: sale.nextCheckAt }),
    lease: NO_LEASE,
    ...(sale.slot === null ? {} : { slot: sale.slot }),
    needsAttention: sale.needsAttention,
    printCount: 0,
    sends: sale.sends,
    lastSentAt: sale.lastSentAt,
    sendingUntil: sale.sendingUntil,
    unknownAnswers: 0,
    lastPaymentCode: null,
    isRefusalToConfirm: false,
    isPaid: false,
    isBeingPaid: false,
    isLegacy: false,
    rungAt: null,
    dirty: dirtyMark(createdAt, calendar),
  }
}

function isDuplicateKey(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 11000
}
