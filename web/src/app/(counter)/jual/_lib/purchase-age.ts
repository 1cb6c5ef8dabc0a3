import { serverNow } from '../../../../lib/session/server-clock'

/**
 * Sent again, a purchase that never arrived is bought then. After this time the customer has hardly waited for it, and a
 * tablet that was asleep must not buy in the morning what was wanted in the evening.
 */
const LONGEST_WAIT_MS = 5 * 60_000
/** What a clock may be put back by while nothing is wrong. */
const JITTER_MS = 60_000

/** When something was sent, in milliseconds since 1970. */
export interface SentAt {
  /** By the clock of the device, which somebody may set. */
  sentAtMs: number
  /** By the server's, which may stand still here while the device sleeps; null when it was not known. */
  serverSentAtMs: number | null
}

export function sentNow(): SentAt {
  return { sentAtMs: Date.now(), serverSentAtMs: serverNow() }
}

/** Whether it was sent too long ago to be sent again. One clock that says so is enough, and so is one that was put back. */
export function isTooOld({ sentAtMs, serverSentAtMs }: SentAt): boolean {
  const now = serverNow()
  const ages = [Date.now() - sentAtMs, now !== null && serverSentAtMs !== null ? now - serverSentAtMs : 0]
  return ages.some((age) => age > LONGEST_WAIT_MS || age < -JITTER_MS)
}
