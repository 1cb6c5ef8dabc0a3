import { readPrepaid } from './replies.js'

/**
 * What a callback claims. It is a doorbell: its signature covers the ref_id only, so nothing else in it is proven.
 * `null` for what it does not say.
 */
export interface Callback {
  refId: string
  sign: string
  status: number | null
  code: string | null
  customerId: string | null
  productCode: string | null
  trId: string | null
  /** What it says was taken, in whole rupiah. */
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
