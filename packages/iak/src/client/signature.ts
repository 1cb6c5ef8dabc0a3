import { createHash, timingSafeEqual } from 'node:crypto'

export interface Account {
  /** The registered phone number: a string with its leading zero. */
  username: string
  apiKey: string
}

/**
 * The biller's signature of one call: `md5(username + api_key + subject)` in lower-case hex.
 * @param subject `bl`, `pl`, `cs`, or the customer id, ref_id or tr_id of the call
 * @see biller reference, "Signature". It has no nonce: treat it as a secret and log it nowhere.
 */
export function createSignature({ username, apiKey }: Account, subject: string): string {
  return createHash('md5').update(`${username}${apiKey}${subject}`).digest('hex')
}

/** Whether a callback's signature is the biller's, compared in constant time. It covers the ref_id only. */
export function isCallbackSignature(account: Account, refId: string, sign: string): boolean {
  const expected = Buffer.from(createSignature(account, refId))
  const given = Buffer.from(sign)
  return given.length === expected.length && timingSafeEqual(given, expected)
}
