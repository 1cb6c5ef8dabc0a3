import { businessDate, businessHour, readInstant } from '@setrum/units'
import { Types } from 'mongoose'
import {
  type BillCodes,
  type LegacyReading,
  legacyStatus,
  type ProductType,
  readLegacyRow,
} from '../domain/legacy/legacy-row.js'
import { hourOf } from '../domain/rollup-bucket.js'
import { searchTermsOf } from '../domain/search-terms.js'
import { phaseNamed } from '../domain/settlement/next-phase.js'
import { isFinal, noAttempts, type Phase } from '../domain/settlement/phase.js'
import { startOfBillerDay } from '../domain/settlement/recovery-rules.js'
import type { ReviewReason } from '../domain/settlement/transitions.js'
import type { Transaction, TransactionChange } from '../domain/transaction.js'
import { NO_LEASE } from './transaction-lease.js'
import { phaseColumns, readPhase } from './transaction-phase.js'
import type { TransactionRow } from './transaction-schema.js'

/** Time zone, clock and bill codes that the reading of rows depends on. */
export interface Calendar {
  timeZone: string
  now: () => Date
  /** Codes of bills in rows of the old system, besides the codes that it had itself. */
  billCodes: BillCodes
}

/** The data of a new transaction; the rest has its initial value. */
export type NewTransaction = Pick<
  Transaction,
  | 'invoice'
  | 'refId'
  | 'trId'
  | 'productType'
  | 'productCode'
  | 'customerNumber'
  | 'customer'
  | 'phase'
  | 'reviewReasons'
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
> & { dedupeKey: string | null }

/** Reads a row; also a row of the old system before its backfill. */
export function toTransaction(row: TransactionRow, calendar: Calendar): Transaction {
  const full: TransactionRow = row.state == null ? { ...row, ...backfilledColumns(row, calendar) } : row
  const createdAt = readInstant(full.createdAt, calendar.timeZone) ?? full._id.getTimestamp()
  const isOver = full.state === 'AWAITING_PAYMENT' && createdAt < startOfBillerDay(calendar.now())
  return {
    id: full._id.toHexString(),
    invoice: String(full.invoice),
    refId: full.refId ?? String(full.invoice),
    trId: full.tr_id == null ? null : String(full.tr_id),
    productType: full.productType ?? 'PREPAID',
    productCode: full.product_code,
    customerNumber: String(full.customer_id),
    customer: full.customer ?? { name: null, meterNumber: null, subscriberId: null, tariff: null, powerVa: null },
    // The expiry job runs once a minute; a bill of yesterday is over at midnight all the same.
    phase: isOver ? { name: 'EXPIRED' } : readPhase(full, createdAt),
    reviewReasons: full.reviewReasons ?? [],
    revision: full.revision ?? 0,
    nominalIdr: wholeOf(full.nominal),
    adminFeeIdr: wholeOf(full.admin),
    priceIdr: wholeOf(full.price),
    costIdr: wholeOf(full.costIdr),
    profitIdr: wholeOf(full.profitIdr),
    token: full.token ?? null,
    serialNumber: full.sn ?? null,
    energyKwh: full.energyKwh ?? null,
    bills: full.bills ?? [],
    reference: full.reference ?? null,
    remainingBills: full.remainingBills ?? null,
    responseCode: full.rc ?? null,
    message: full.message ?? null,
    employeeId: full.employeeId ?? String(full.user_id ?? ''),
    employeeName: full.seller?.name ?? null,
    shiftId: full.shiftId ?? null,
    shift: full.shift ?? null,
    idempotencyKey: full.idempotencyKey ?? null,
    requestHash: full.requestHash ?? null,
    events: full.events ?? [],
    createdAt,
    updatedAt: readInstant(full.updatedAt, calendar.timeZone) ?? createdAt,
    completedAt: full.completedAt ?? null,
    businessDate: full.businessDate ?? businessDate(createdAt, calendar.timeZone),
    printCount: full.printCount ?? 0,
  }
}

const A_DAY_MS = 24 * 3_600_000

/** Our columns for a row of the old system, whose own columns stay as they are. */
export function backfilledColumns(
  row: TransactionRow,
  { timeZone, now, billCodes }: Calendar,
): Partial<TransactionRow> & { businessDate: string; businessHour: number } {
  const createdAt = readInstant(row.createdAt, timeZone) ?? row._id.getTimestamp()
  const reading: LegacyReading = readLegacyRow(row, createdAt >= startOfBillerDay(now()), billCodes)
  const updatedAt = readInstant(row.updatedAt, timeZone) ?? createdAt
  const isOpen = reading.state === 'PROCESSING'
  const isYoung = now().getTime() - createdAt.getTime() < A_DAY_MS
  const reviewReasons: ReviewReason[] = isOpen && !isYoung ? ['NOT_SETTLED_IN_A_DAY'] : []
  const phase = phaseNamed(reading.state === 'PROCESSING' ? 'IMPORTED' : reading.state, {
    attempts: noAttempts(createdAt),
    absentChecks: 0,
    since: createdAt,
    nextCheckAt: isYoung ? now() : null,
  })
  const { token, customer } = reading
  return {
    ...phaseColumns(phase),
    reviewReasons,
    needsAttention: reviewReasons.length > 0,
    productType: reading.productType,
    // The old system sent the invoice as it stands.
    refId: String(row.invoice),
    employeeId: String(row.user_id ?? ''),
    // A text, or no value at all, could neither be sorted nor counted.
    ...(row.createdAt instanceof Date ? {} : { createdAt }),
    token,
    energyKwh: reading.energyKwh,
    customer,
    searchTerms: searchTermsOf({
      invoice: String(row.invoice),
      customerNumber: String(row.customer_id),
      customer,
      token,
      employeeId: String(row.user_id ?? ''),
    }),
    reference: reading.reference,
    bills: [],
    events: [],
    completedAt: isFinal(reading.state) ? updatedAt : null,
    businessDate: businessDate(createdAt, timeZone),
    businessHour: businessHour(createdAt, timeZone),
    lease: NO_LEASE,
    isLegacy: true,
  }
}

/** The row of a new transaction. */
export function newRow(sale: NewTransaction, calendar: Calendar): TransactionRow {
  const { createdAt } = sale
  const { timeZone } = calendar
  const phase = phaseColumns(sale.phase)
  return {
    _id: new Types.ObjectId(),
    invoice: sale.invoice,
    customer_id: sale.customerNumber,
    product_code: sale.productCode,
    status: legacyStatus(phase.state, sale.productType),
    admin: sale.adminFeeIdr,
    nominal: sale.nominalIdr,
    price: sale.priceIdr,
    rc: sale.responseCode,
    tr_id: sale.trId,
    info: infoOf(sale),
    user_id: sale.employeeId,
    createdAt,
    updatedAt: createdAt,
    ...phase,
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
    searchTerms: searchTermsOf({ ...sale, token: null }),
    bills: sale.bills,
    reference: null,
    remainingBills: null,
    message: sale.message,
    events: sale.events,
    completedAt: null,
    businessDate: businessDate(createdAt, timeZone),
    businessHour: businessHour(createdAt, timeZone),
    lease: NO_LEASE,
    ...(sale.dedupeKey === null ? {} : { dedupeKey: sale.dedupeKey }),
    revision: 0,
    ...reviewColumns(sale.reviewReasons),
    printCount: 0,
    dirty: newDirty(createdAt, calendar),
  }
}

export const reviewColumns = (reviewReasons: readonly ReviewReason[]) => ({
  reviewReasons: [...reviewReasons],
  needsAttention: reviewReasons.length > 0,
})

/** A new dirty token for the rollup bucket of a transaction. */
export function newDirty(createdAt: Date, { timeZone }: Pick<Calendar, 'timeZone'>): TransactionRow['dirty'] {
  return { hour: hourOf(createdAt, timeZone), token: new Types.ObjectId() }
}

/** Data of a transaction as columns of its row. */
export function changeColumns(change: TransactionChange): Record<string, unknown> {
  const { employeeName, ...rest } = change
  const columns: Record<string, unknown> = {}
  if (employeeName !== undefined) columns.seller = employeeName === null ? null : { name: employeeName }
  for (const [name, value] of Object.entries(rest)) columns[COLUMNS[name] ?? name] = value
  return columns
}

/** A phase as an update of its row, the old system's status kept in step. */
export function phaseUpdate(
  phase: Phase,
  productType: ProductType,
): { $set: Record<string, unknown>; $unset: Record<string, 1> } {
  const columns = phaseColumns(phase)
  const isUnpaidBill = columns.state === 'FAILED' && productType !== 'PREPAID'
  return {
    $set: { ...columns, status: legacyStatus(columns.state, productType) },
    $unset: {
      ...(columns.nextCheckAt === undefined ? { nextCheckAt: 1 as const } : {}),
      // A bill that is not paid leaves its key to another payment of the same number.
      ...(isUnpaidBill ? { dedupeKey: 1 as const } : {}),
    },
  }
}

const COLUMNS: Readonly<Record<string, string>> = {
  priceIdr: 'price',
  responseCode: 'rc',
  trId: 'tr_id',
  serialNumber: 'sn',
}

/** The JSON text of the old system: customer and response. Never a token, never a signature. */
export function infoOf(sale: Pick<Transaction, 'customer' | 'responseCode' | 'message' | 'trId'>): string {
  const { name, meterNumber, subscriberId, tariff, powerVa } = sale.customer
  return JSON.stringify({
    customer: { name, meter_no: meterNumber, subscriber_id: subscriberId, tarif: tariff, daya: powerVa },
    answer: { rc: sale.responseCode, message: sale.message, tr_id: sale.trId },
  })
}

/** Old rows may hold an amount as text, or with a fraction that rupiah do not have. */
function wholeOf(stored: unknown): number | null {
  if (stored === null || stored === undefined || stored === '') return null
  const amount = Math.round(Number(stored))
  return Number.isSafeInteger(amount) ? amount : null
}
