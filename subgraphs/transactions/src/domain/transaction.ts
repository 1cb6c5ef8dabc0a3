import { randomInt } from 'node:crypto'
import type { BillDetail } from '@setrum/iak'
import type { ProductType } from './legacy/legacy-row.js'
import { type Phase, statusOf, type TransactionStatus } from './settlement/phase.js'
import type { ReviewReason } from './settlement/transitions.js'

/** The customer of a meter or bill; null where the biller reports nothing. */
export interface Customer {
  name: string | null
  /** The number on the meter, 11 digits. */
  meterNumber: string | null
  /** PLN's number of the connection, 12 digits. */
  subscriberId: string | null
  tariff: string | null
  powerVa: number | null
}

/** The shift at the time of sale. */
export interface ShiftSnapshot {
  name: string
  startAt: string
  endAt: string
}

export type EventType =
  | 'CREATED'
  | 'SENT'
  | 'BILLER_ANSWER'
  | 'STATUS_CHECK'
  | 'CALLBACK'
  | 'MANUAL_RESOLUTION'
  | 'CORRECTION'
  | 'CONTRADICTION'
  | 'EXPIRED'
  | 'PRINTED'
  | 'REVIEW'

/** Never changed, never removed. */
export interface TransactionEvent {
  at: Date
  type: EventType
  /** A user id, or `system`. */
  actor: string
  from: TransactionStatus | null
  to: TransactionStatus | null
  /** Shown to users. Programs read `code` and `reasons`. */
  note: string | null
  /** Meaning and response code of a response of the biller, such as `PENDING_PROCESS/39`. */
  code?: string | null
  /** The review reasons that the response gave. */
  reasons?: ReviewReason[]
}

export const SYSTEM = 'system'

/** One customer's purchase at the counter. Amounts in whole rupiah. */
export interface Transaction {
  id: string
  invoice: string
  /** The biller's number for it. */
  refId: string
  trId: string | null
  productType: ProductType
  productCode: string
  /** Meter or customer number, as entered and accepted by the biller. */
  customerNumber: string
  customer: Customer
  phase: Phase
  /** Empty for most. */
  reviewReasons: ReviewReason[]
  /** Counts the changes of phase and reasons, for compare-and-set. */
  revision: number
  nominalIdr: number | null
  adminFeeIdr: number | null
  priceIdr: number | null
  /** The biller's price. */
  costIdr: number | null
  /** The price less the cost, once it is sold. */
  profitIdr: number | null
  /** 20 digits. */
  token: string | null
  /** The biller's serial number as it came. */
  serialNumber: string | null
  energyKwh: string | null
  bills: BillDetail[]
  reference: string | null
  remainingBills: number | null
  responseCode: string | null
  message: string | null
  employeeId: string
  /** At the time of sale; null in rows of the old system. */
  employeeName: string | null
  shiftId: string | null
  shift: ShiftSnapshot | null
  idempotencyKey: string | null
  requestHash: string | null
  events: TransactionEvent[]
  createdAt: Date
  updatedAt: Date
  completedAt: Date | null
  /** YYYY-MM-DD at the counter. */
  businessDate: string
  printCount: number
  /** The result of a request that repeats an earlier one. Not stored. */
  isReplay?: true
}

/** The data that changes with a phase; invoice, customer number, seller and key never do. */
export type TransactionChange = Partial<
  Pick<
    Transaction,
    | 'trId'
    | 'customer'
    | 'priceIdr'
    | 'costIdr'
    | 'profitIdr'
    | 'token'
    | 'serialNumber'
    | 'energyKwh'
    | 'bills'
    | 'reference'
    | 'remainingBills'
    | 'responseCode'
    | 'message'
    | 'employeeName'
    | 'shiftId'
    | 'shift'
    | 'completedAt'
  >
>

/** Whether it is a token sale that is sold, without a token that the customer can use. */
export const isSoldWithoutToken = (sale: Transaction): boolean =>
  sale.productType === 'PREPAID' && sale.token === null && statusOf(sale) === 'SUCCESS'

const HALF_DIGITS = 8

/** A random invoice number: `INV-` and 16 digits. The database's unique index refuses one that is taken. */
export function newInvoice(): string {
  const half = () => String(randomInt(10 ** HALF_DIGITS)).padStart(HALF_DIGITS, '0')
  return `INV-${half()}${half()}`
}

/** The biller's number for an invoice: the biller takes letters and digits only. */
export const refIdOf = (invoice: string) => invoice.replace('-', '')

/** The invoice behind the biller's number. */
export const invoiceOf = (refId: string) => refId.replace(/^INV-?/, 'INV-')

/** A meter or customer number for the log: `141******88`. */
export function maskedNumber(number: string): string {
  return number.length <= 5
    ? '*'.repeat(number.length)
    : `${number.slice(0, 3)}${'*'.repeat(number.length - 5)}${number.slice(-2)}`
}
