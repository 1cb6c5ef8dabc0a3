import { readPrepaid } from './replies.js'

/** What a callback claims. It is a doorbell: only `refId` is used, and only after the signature held. */
export interface Callback {
  refId: string
  /** Empty when it came without one. */
  sign: string
  status: number | null
  code: string | null
}

/** Reads the biller's callback, under v2's names or v1's, with strings or numbers; null for anything else. */
export function parseCallback(json: unknown): Callback | null {
  const reply = readPrepaid(json)
  if (!reply?.ref_id) return null
  return { refId: reply.ref_id, sign: reply.sign ?? '', status: reply.status ?? null, code: reply.rc ?? null }
}
