import { serverNow } from '../../../../lib/clock'

/**
 * A purchase whose first request never arrived is made by the retry. Do not retry after the customer has probably left:
 * a tablet that slept over night must not buy in the morning.
 */
const MAX_AGE_MS = 5 * 60_000
/** A clock may be set back by this much without making a purchase too old. */
const CLOCK_TOLERANCE_MS = 60_000

/** When a purchase was sent, in milliseconds since 1970. */
export interface SentAt {
  /** By the clock of the device, which can be changed. */
  sentAtMs: number
  /** By the server's clock, which may stand still while the device sleeps; null when it was unknown. */
  serverSentAtMs: number | null
}

export function sentNow(): SentAt {
  return { sentAtMs: Date.now(), serverSentAtMs: serverNow() }
}

/** Whether the purchase is too old to retry: by either clock, or because a clock was set back since. */
export function isTooOld({ sentAtMs, serverSentAtMs }: SentAt): boolean {
  const now = serverNow()
  const ages = [Date.now() - sentAtMs, now !== null && serverSentAtMs !== null ? now - serverSentAtMs : 0]
  return ages.some((age) => age > MAX_AGE_MS || age < -CLOCK_TOLERANCE_MS)
}
