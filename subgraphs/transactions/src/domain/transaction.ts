import type { BillDetail } from '@setrum/iak'
import type { ProductType } from './legacy/legacy-row.js'
import type { TransactionStatus } from './status.js'

/** Whose meter or bill it is; null for what the biller did not tell. */
export interface Customer {
  name: string | null
  /** The number on the meter, 11 digits. */
  meterNumber: string | null
  /** PLN's number of the connection, 12 digits. */
  subscriberId: string | null
  tariff: string | null
  powerVa: number | null
}

/** The hours somebody worked when the sale was made, copied onto it. */
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

/** One thing that happened. Never changed, never removed. */
export interface TransactionEvent {
  at: Date
  type: EventType
  /** A user id, or `system`. */
  actor: string
  from: TransactionStatus | null
  to: TransactionStatus | null
  note: string | null
}

export const SYSTEM = 'system'

/** What recovery keeps of a sale that was sent. */
export interface Recovery {
  /** How often the purchase was sent; all under one number. */
  sends: number
  lastSentAt: Date | null
  /** Until then a call that was begun may still be under way. */
  sendingUntil: Date | null
  /** How often in a row the biller said "not found" or "not paid yet" since it was last sent. */
  unknownAnswers: number
  /** The code that a payment of a bill was last answered with; one whose answer was lost does not erase it. */
  lastPaymentCode: string | null
  /** The first call was refused in a way that one status query has to confirm. */
  isRefusalToConfirm: boolean
  /** The biller said that it is paid, and gave no token yet. */
  isPaid: boolean
  /** The biller said that it is working on the payment of this bill. */
  isBeingPaid: boolean
  /** The old system sold it: its status is asked for, it is never sent again. */
  isLegacy: boolean
  /** When the biller last rang. */
  rungAt: Date | null
}

/** One customer's purchase at the counter. Amounts in whole rupiah. */
export interface Transaction extends Recovery {
  id: string
  invoice: string
  /** The number under which the biller knows it. */
  refId: string
  trId: string | null
  productType: ProductType
  productCode: string
  /** Meter or customer number, as entered and accepted by the biller. */
  customerNumber: string
  customer: Customer
  state: TransactionStatus
  nominalIdr: number | null
  adminFeeIdr: number | null
  priceIdr: number | null
  /** What the biller takes. */
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
  nextCheckAt: Date | null
  needsAttention: boolean
  printCount: number
}

/** What can change after a transaction was made; invoice, customer, seller and key never do. */
export type TransactionChange = Partial<
  Omit<
    Transaction,
    | 'id'
    | 'invoice'
    | 'refId'
    | 'productType'
    | 'productCode'
    | 'customerNumber'
    | 'employeeId'
    | 'idempotencyKey'
    | 'requestHash'
    | 'events'
    | 'createdAt'
    | 'businessDate'
    | 'isLegacy'
  >
>
