import type { BillDetail } from '@setrum/iak'
import type { ProductType } from './legacy/legacy-row.js'
import type { Phase } from './settlement/phase.js'
import type { ReviewReason } from './settlement/review-reason.js'
import type { TransactionStatus } from './status.js'

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

/** The shift of the sale, copied when it was made. */
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

/** One thing that happened. Never changed, never removed. */
export interface TransactionEvent {
  at: Date
  type: EventType
  /** A user id, or `system`. */
  actor: string
  from: TransactionStatus | null
  to: TransactionStatus | null
  /** For people only. Programs read `code` and `reasons`. */
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
  /** The number under which the biller knows it. */
  refId: string
  trId: string | null
  productType: ProductType
  productCode: string
  /** Meter or customer number, as entered and accepted by the biller. */
  customerNumber: string
  customer: Customer
  phase: Phase
  /** Why a person has to look; empty for most. */
  reviewReasons: ReviewReason[]
  /** Counts the changes of phase and reasons: a change is written only onto the revision that it was decided on. */
  revision: number
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
  printCount: number
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
