import { businessDate, businessHour, readInstant } from '@setrum/units'
import { Types } from 'mongoose'
import { startOfBillerDay } from '../domain/biller-day.js'
import { hourOf } from '../domain/rollup-bucket.js'
import { type BillCodes, type LegacyReading, readLegacyRow } from '../domain/legacy/legacy-row.js'
import { isFinal, legacyStatus } from '../domain/status.js'
import type { Transaction, TransactionChange } from '../domain/transaction.js'
import type { TransactionRow } from './transaction-schema.js'

/** What rows are read by: where the counter stands and when now is, which tell the day, and what is a bill. */
export interface Calendar {
  timeZone: string
  now: () => Date
  /** What is a bill in rows of the old system, besides the codes that it had. */
  billCodes: BillCodes
}

/** A row as a plain transaction; a row of the old system, too, that nobody adopted yet. */
export function toTransaction(row: TransactionRow, calendar: Calendar): Transaction {
  const full: TransactionRow = row.state == null ? { ...row, ...adoptedColumns(row, calendar) } : row
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
    // The sweep comes once a minute; a bill of yesterday is over at midnight all the same.
    state: isOver ? 'EXPIRED' : (full.state ?? 'PROCESSING'),
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
    nextCheckAt: full.nextCheckAt ?? null,
    needsAttention: full.needsAttention ?? false,
    printCount: full.printCount ?? 0,
    sends: full.sends ?? 0,
    lastSentAt: full.lastSentAt ?? null,
    sendingUntil: full.sendingUntil ?? null,
    unknownAnswers: full.unknownAnswers ?? 0,
    lastPaymentCode: full.lastPaymentCode ?? null,
    isRefusalToConfirm: full.isRefusalToConfirm ?? false,
    isPaid: full.isPaid ?? false,
    isBeingPaid: full.isBeingPaid ?? false,
    isLegacy: full.isLegacy ?? false,
    rungAt: full.rungAt ?? null,
  }
}

const A_DAY_MS = 24 * 3_600_000

/** Our columns for a row that has only the old system's, which stay as they are. */
export function adoptedColumns(
  row: TransactionRow,
  { timeZone, now, billCodes }: Calendar,
): Partial<TransactionRow> & { businessDate: string; businessHour: number } {
  const createdAt = readInstant(row.createdAt, timeZone) ?? row._id.getTimestamp()
  const reading: LegacyReading = readLegacyRow(row, createdAt >= startOfBillerDay(now()), billCodes)
  const updatedAt = readInstant(row.updatedAt, timeZone) ?? createdAt
  const isOpen = reading.state === 'PROCESSING'
  const isYoung = now().getTime() - createdAt.getTime() < A_DAY_MS
  return {
    state: reading.state,
    productType: reading.productType,
    // The old system sent the invoice as it stands.
    refId: String(row.invoice),
    employeeId: String(row.user_id ?? ''),
    // A text or a missing instant would neither sort nor count.
    ...(row.createdAt instanceof Date ? {} : { createdAt }),
    token: reading.token,
    energyKwh: reading.energyKwh,
    customer: reading.customer,
    reference: reading.reference,
    bills: [],
    events: [],
    completedAt: isFinal(reading.state) ? updatedAt : null,
    businessDate: businessDate(createdAt, timeZone),
    businessHour: businessHour(createdAt, timeZone),
    needsAttention: isOpen && !isYoung,
    ...(isOpen && isYoung ? { nextCheckAt: now() } : {}),
    lease: NO_LEASE,
    sends: 0,
    isLegacy: true,
  }
}

/** The mark of a change that figures have to notice. */
export function dirtyMark(createdAt: Date, { timeZone }: Pick<Calendar, 'timeZone'>): TransactionRow['dirty'] {
  return { hour: hourOf(createdAt, timeZone), token: new Types.ObjectId() }
}

/** Nobody's since ever: a range on `until` finds what is free without asking for null. */
export const NO_LEASE = { owner: '', until: new Date(0) }

/** A change as an update of the row, the old system's columns kept in step. */
export function updateOf(
  sale: Pick<Transaction, 'productType'>,
  change: TransactionChange,
  updatedAt: Date,
): { $set: Record<string, unknown>; $unset?: Record<string, 1> } {
  const { nextCheckAt, employeeName, ...rest } = change
  const $set: Record<string, unknown> = { updatedAt }
  if (employeeName !== undefined) $set.seller = employeeName === null ? null : { name: employeeName }
  for (const [name, value] of Object.entries(rest)) $set[COLUMNS[name] ?? name] = value
  if (change.state !== undefined) $set.status = legacyStatus(change.state, sale.productType)
  if (nextCheckAt) $set.nextCheckAt = nextCheckAt
  const $unset: Record<string, 1> = {}
  if (nextCheckAt === null) $unset.nextCheckAt = 1
  // A bill that is settled leaves the place free for another payment of its number.
  if (change.state !== undefined && change.state !== 'PROCESSING' && sale.productType !== 'PREPAID') $unset.slot = 1
  return Object.keys($unset).length > 0 ? { $set, $unset } : { $set }
}

const COLUMNS: Readonly<Record<string, string>> = {
  nominalIdr: 'nominal',
  adminFeeIdr: 'admin',
  priceIdr: 'price',
  responseCode: 'rc',
  trId: 'tr_id',
  serialNumber: 'sn',
}

/** What the old system kept as JSON text: customer and answer. Never a token, never a signature. */
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
