import type { BillDetail } from '@setrum/iak'
import { Schema, type Types } from 'mongoose'
import type { ProductType } from '../domain/legacy/legacy-row.js'
import { PHASES, TRANSACTION_STATUSES, type TransactionStatus } from '../domain/settlement/phase.js'
import type { ReviewReason } from '../domain/settlement/transitions.js'
import type { Customer, ShiftSnapshot, TransactionEvent } from '../domain/transaction.js'
import type { Lease } from './transaction-lease.js'
import type { StoredPhase } from './transaction-phase.js'

/**
 * A row as it is stored. The first block is the old system's and keeps its names and meanings; a row may have nothing
 * else. The columns below are ours. Amounts in whole rupiah.
 */
export interface TransactionRow {
  _id: Types.ObjectId
  invoice: string
  customer_id: string
  product_code: string
  /** Its numbers differ between tokens and bills; see `legacyStatus`. */
  status?: number | null
  admin?: number | null
  nominal?: number | null
  price?: number | null
  rc?: string | null
  tr_id?: string | number | null
  /** JSON text of the customer and the biller's response, without token and signature. */
  info?: string | null
  user_id?: unknown
  createdAt?: Date | string
  updatedAt?: Date | string

  state?: TransactionStatus | null
  productType?: ProductType
  refId?: string
  employeeId?: string
  seller?: { name: string } | null
  shiftId?: string | null
  shift?: ShiftSnapshot | null
  idempotencyKey?: string
  requestHash?: string
  costIdr?: number | null
  profitIdr?: number | null
  token?: string | null
  sn?: string | null
  energyKwh?: string | null
  customer?: Customer
  bills?: BillDetail[]
  reference?: string | null
  remainingBills?: number | null
  message?: string | null
  events?: TransactionEvent[]
  completedAt?: Date | null
  businessDate?: string
  businessHour?: number
  /** The next status query; absent when none is scheduled, so that the sparse index stays small. */
  nextCheckAt?: Date
  lease?: Lease | null
  phase?: StoredPhase | null
  /** Counts the changes of phase and reasons; every one is a compare-and-set on it. */
  revision?: number
  reviewReasons?: ReviewReason[]
  /** Whether there are review reasons, for the partial index. */
  needsAttention?: boolean
  printCount?: number
  /** Imported from the old system. */
  isLegacy?: boolean
  /** Digests of the callbacks that were received, each different one once. */
  callbacks?: string[]
  /**
   * Unique, so that the database lets only one of two concurrent sales through. For a token: its position after the last
   * sale of the same product to the same meter. For a bill: its position after the last successful payment.
   */
  dedupeKey?: string
  /** What a search finds the row by; absent from a row of an earlier version until it is filled in. */
  searchTerms?: string[]
  /** A counted column changed since its hour was rolled up; the token distinguishes one change from the next. */
  dirty?: { hour: string; token: Types.ObjectId }
}

const text = { type: String, default: null }
const instant = { type: Date, default: null }
const rupiah = {
  type: Number,
  default: null,
  validate: (value: unknown) => value === null || Number.isSafeInteger(value),
}

const event = new Schema<TransactionEvent>(
  {
    at: { type: Date, required: true },
    type: { type: String, required: true },
    actor: { type: String, required: true },
    from: text,
    to: text,
    note: text,
    code: String,
    reasons: { type: [String], default: undefined },
  },
  { _id: false },
)

const phase = new Schema<StoredPhase>(
  {
    name: { type: String, required: true, enum: Object.keys(PHASES) },
    attempts: new Schema(
      { count: Number, firstAt: Date, lastAt: Date, deadline: instant, lastCode: text },
      { _id: false },
    ),
    absentChecks: Number,
    since: Date,
  },
  { _id: false },
)

const bill = new Schema<BillDetail>(
  {
    period: { type: String, default: '' },
    amountIdr: rupiah,
    adminFeeIdr: rupiah,
    penaltyIdr: rupiah,
    totalIdr: rupiah,
    meterStart: text,
    meterEnd: text,
  },
  { _id: false },
)

/** A search names its index: only there is every search bounded, whatever else the filter holds. */
export const SEARCH_INDEX = { searchTerms: 1, createdAt: -1, _id: -1 } as const

export const transactionSchema = new Schema<TransactionRow>(
  {
    invoice: { type: String, required: true },
    customer_id: { type: String, required: true },
    product_code: { type: String, required: true },
    status: { type: Number, default: null },
    admin: rupiah,
    nominal: rupiah,
    price: rupiah,
    rc: text,
    // A number in old rows, text in ours.
    tr_id: { type: Schema.Types.Mixed, default: null },
    info: text,
    // An id of another collection in old rows, text in ours.
    user_id: { type: Schema.Types.Mixed, required: true },
    createdAt: { type: Date, required: true },
    updatedAt: { type: Date, required: true },

    state: { type: String, required: true, enum: TRANSACTION_STATUSES },
    productType: { type: String, required: true, enum: ['PREPAID', 'POSTPAID', 'NON_TAGLIS'] },
    refId: { type: String, required: true },
    employeeId: { type: String, required: true },
    seller: new Schema({ name: String }, { _id: false }),
    shiftId: text,
    shift: new Schema({ name: String, startAt: String, endAt: String }, { _id: false }),
    idempotencyKey: String,
    requestHash: String,
    costIdr: rupiah,
    profitIdr: rupiah,
    token: text,
    sn: text,
    energyKwh: text,
    customer: new Schema(
      { name: text, meterNumber: text, subscriberId: text, tariff: text, powerVa: { type: Number, default: null } },
      { _id: false },
    ),
    bills: [bill],
    reference: text,
    remainingBills: { type: Number, default: null },
    message: text,
    events: [event],
    completedAt: instant,
    businessDate: { type: String, required: true },
    businessHour: { type: Number, required: true },
    nextCheckAt: Date,
    lease: new Schema({ owner: String, until: Date }, { _id: false }),
    phase,
    revision: { type: Number, default: 0 },
    reviewReasons: { type: [String], default: [] },
    needsAttention: { type: Boolean, default: false },
    printCount: { type: Number, default: 0 },
    isLegacy: { type: Boolean, default: undefined },
    callbacks: { type: [String], default: undefined },
    dedupeKey: String,
    searchTerms: { type: [String], default: undefined },
    dirty: new Schema({ hour: String, token: Schema.Types.ObjectId }, { _id: false }),
  },
  { collection: 'transaction', strict: 'throw', versionKey: false, minimize: false },
)

transactionSchema.index({ invoice: 1 }, { unique: true })
// One key, one transaction: enforced by the index, not by a look-up before. Rows of the old system have no key.
transactionSchema.index(
  { user_id: 1, idempotencyKey: 1 },
  { unique: true, partialFilterExpression: { idempotencyKey: { $type: 'string' } } },
)
transactionSchema.index({ dedupeKey: 1 }, { unique: true, partialFilterExpression: { dedupeKey: { $type: 'string' } } })
transactionSchema.index({ 'dirty.hour': 1 }, { sparse: true }) // rollup buckets to rebuild
transactionSchema.index({ nextCheckAt: 1 }, { sparse: true }) // due status queries
transactionSchema.index({ createdAt: -1, _id: -1 }) // the owner's list, totals by day
transactionSchema.index({ price: -1, _id: -1 }) // the list by price
transactionSchema.index({ employeeId: 1, createdAt: -1, _id: -1 }) // an employee's list and totals
transactionSchema.index({ state: 1, createdAt: -1, _id: -1 }) // lists by status; bills to expire; rows without a state
transactionSchema.index({ productType: 1, createdAt: -1, _id: -1 }) // the owner's list by product type
// The few with review reasons.
transactionSchema.index(
  { needsAttention: 1, createdAt: -1 },
  { partialFilterExpression: { needsAttention: { $eq: true } } },
)
// Whether a product was sold below its cost.
transactionSchema.index(
  { reviewReasons: 1, product_code: 1, costIdr: -1 },
  { partialFilterExpression: { needsAttention: { $eq: true } } },
)
transactionSchema.index({ shiftId: 1, createdAt: -1 }) // a shift's totals
transactionSchema.index({ customer_id: 1, createdAt: -1 }) // the last sales to a meter
transactionSchema.index(SEARCH_INDEX) // search, in the order of the list
