import { parseSerialNumber } from '@setrum/iak'
import { parseJson } from '@setrum/service-runtime'
import type { TransactionStatus } from '../settlement/phase.js'

export type ProductType = 'PREPAID' | 'POSTPAID' | 'NON_TAGLIS'

/** The biller's codes of bills, by kind: POSTPAID_CODE and NON_TAGLIS_CODE. */
export type BillCodes = Readonly<Record<'POSTPAID' | 'NON_TAGLIS', string>>

/** The type of a product code. As in the old system, every code that is not a bill is a token. */
export function productTypeOf(productCode: string, codes?: BillCodes): ProductType {
  if (productCode === 'PLNPOSTPAID' || productCode === codes?.POSTPAID) return 'POSTPAID'
  const isNonTaglis = ['PLNNONTAG', 'PLNNONH', codes?.NON_TAGLIS].includes(productCode)
  return isNonTaglis ? 'NON_TAGLIS' : 'PREPAID'
}

/** The columns that the old system wrote. */
export interface LegacyRow {
  product_code: string
  status?: number | null
  rc?: string | null
  info?: string | null
}

/** The data that can be derived from those columns. */
export interface LegacyReading {
  productType: ProductType
  state: TransactionStatus
  token: string | null
  energyKwh: string | null
  customer: {
    name: string | null
    meterNumber: string | null
    subscriberId: string | null
    tariff: string | null
    powerVa: number | null
  }
  reference: string | null
}

/**
 * Reads a row of the old system. Its numbers mean different things for tokens and bills, and it stored 3 for a bill
 * whenever the biller gave no status: then a PLN reference means that it was paid, and code 00 alone that it was only
 * looked up.
 * @param isToday whether the row is of the present day: only then can a bill still be paid
 */
export function readLegacyRow(row: LegacyRow, isToday: boolean, codes?: BillCodes): LegacyReading {
  const productType = productTypeOf(row.product_code, codes)
  const info = parseJson(row.info ?? '')
  const text = (...names: string[]) => names.map((name) => find(info, name)).find((value) => value !== null) ?? null
  const reference = text('noref', 'no_ref')
  const serial = parseSerialNumber(text('sn') ?? '')
  const power = text('daya', 'power') ?? ''
  return {
    productType,
    state: stateOf(row, productType, reference, isToday),
    token: serial.token,
    energyKwh: serial.energyKwh,
    customer: {
      name: text('name', 'tr_name') ?? serial.name,
      meterNumber: text('meter_no'),
      subscriberId: text('subscriber_id'),
      tariff: text('tarif') ?? serial.tariff,
      powerVa: /^\d+$/.test(power) ? Number(power) : serial.powerVa,
    },
    reference,
  }
}

function stateOf(
  row: LegacyRow,
  productType: ProductType,
  reference: string | null,
  isToday: boolean,
): TransactionStatus {
  if (row.status === 1) return 'SUCCESS'
  if (row.status === 2) return 'FAILED'
  if (productType === 'PREPAID') return 'PROCESSING'
  if (reference !== null) return 'SUCCESS'
  if (row.rc === '39') return 'PROCESSING'
  return isToday ? 'AWAITING_PAYMENT' : 'EXPIRED'
}

/** The old system's number for a status: 0 is a token in process or a bill looked up, 3 a bill in process. */
export function legacyStatus(status: TransactionStatus, productType: string): number {
  const processing = productType === 'PREPAID' ? 0 : 3
  return { AWAITING_PAYMENT: 0, PROCESSING: processing, SUCCESS: 1, FAILED: 2, EXPIRED: 0 }[status]
}

/** The first value of that name at any depth: the old system nested its JSON differently over time. */
function find(value: unknown, name: string, depth = 0): string | null {
  if (typeof value !== 'object' || value === null || depth > 4) return null
  for (const [key, inner] of Object.entries(value)) {
    if (key === name && (typeof inner === 'string' || typeof inner === 'number') && String(inner) !== '')
      return String(inner)
  }
  for (const inner of Object.values(value)) {
    const found = find(inner, name, depth + 1)
    if (found !== null) return found
  }
  return null
}
