import type { SerialNumber } from '../serial-number.js'

/** One bill of an inquiry or payment. Amounts in whole rupiah. */
export interface BillDetail {
  /** YYYYMM; empty for non-taglis. */
  period: string
  amountIdr: number
  adminFeeIdr: number
  penaltyIdr: number
  totalIdr: number
  /** Meter readings in kWh at both ends of the period, as PLN prints them; null until the bill is paid. */
  meterStart: string | null
  meterEnd: string | null
}

/** The content of a bill that was inquired or paid. */
export interface BillDetails {
  customerName: string | null
  tariff: string | null
  powerVa: number | null
  bills: BillDetail[]
  /** Bills that are left after this payment; PLN wants the number on the receipt. */
  remainingBills: number | null
  /** Without fees. */
  nominalIdr: number | null
  adminFeeIdr: number | null
  /** Price for the customer. */
  priceIdr: number | null
  /** Debit of our deposit: the price less our commission. */
  costIdr: number | null
}

/** Code and message of the biller, to be shown. The message may be in either language: never branch on it. */
export interface BillerResponse {
  code: string | null
  message: string | null
  trId: string | null
}

export type PendingReason =
  /** The biller is working on it. */
  | 'PROCESS'
  /** The request may have arrived; no response did. */
  | 'LOST'
  /** The response can mean either. */
  | 'AMBIGUOUS'
  /** The biller's code is in no table, or there is none. */
  | 'UNKNOWN_CODE'
  /** Status and code disagree; a person must review the sale. */
  | 'CONTRADICTION'
  /** The response describes another sale; a person must review the sale. */
  | 'OTHER_SALE'

/**
 * The outcome of one purchase. A missing or ambiguous response is `PENDING`, never a failure.
 * `alarm`: the sale needs review, whatever the kind.
 */
export type Outcome =
  | (BillerResponse & {
      kind: 'SUCCESS'
      /** A token sale without a serial number is paid and incomplete: query the token again. */
      serialNumber: SerialNumber | null
      /** Debit of our deposit, in whole rupiah. */
      costIdr: number | null
      noref: string | null
      bill: BillDetails | null
      alarm: boolean
    })
  | (BillerResponse & { kind: 'FAILED'; alarm: boolean })
  | (BillerResponse & { kind: 'PENDING'; reason: PendingReason; cause: unknown; alarm: boolean })
  /** No connection was made: nothing was sent. */
  | { kind: 'NOT_SENT'; cause: unknown; alarm: boolean }
  /** The call was refused and nothing came into being. `verify`: confirm by one status query first. */
  | (BillerResponse & { kind: 'REJECTED'; verify: boolean; alarm: boolean })
  /** To a status query only: the biller does not know the number (yet). */
  | (BillerResponse & { kind: 'NOT_FOUND'; alarm: boolean })
  /** To a status query of a bill only: looked up, not paid (yet). */
  | (BillerResponse & { kind: 'NOT_PAID_YET'; alarm: boolean })
  /** The query itself failed; the state of the purchase is unknown. */
  | (BillerResponse & { kind: 'INCONCLUSIVE'; cause: unknown; alarm: boolean })
