import { readPrepaid } from './client/response-schemas.js'

/**
 * The claims of a callback. Its signature covers the ref_id only, so it is a notification and proves nothing else.
 * Absent claims are null.
 */
export interface Callback {
  refId: string
  sign: string
  status: number | null
  code: string | null
  customerId: string | null
  productCode: string | null
  trId: string | null
  /** The debited amount as claimed, in whole rupiah. */
  priceIdr: number | null
  /** Holds the token: never logged. */
  serialNumber: string | null
}

/** Reads the biller's callback, under v2's names or v1's, with strings or numbers; null for anything else. */
export function parseCallback(json: unknown): Callback | null {
  const reply = readPrepaid(json)
  if (!reply?.ref_id || !reply.sign) return null
  return {
    refId: reply.ref_id,
    sign: reply.sign,
    status: reply.status ?? null,
    code: reply.rc ?? null,
    customerId: reply.customer_id ?? reply.hp ?? null,
    productCode: reply.product_code ?? reply.code ?? null,
    trId: reply.tr_id ?? null,
    priceIdr: reply.price ?? null,
    serialNumber: reply.sn || null,
  }
}
