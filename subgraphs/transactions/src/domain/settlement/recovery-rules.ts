import { BILLER_TIME_ZONE, businessDate, startOfDay } from '@setrum/units'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/** Timing and limits of queries and retries. Injected, so that a test need not wait for hours. Times in milliseconds. */
export interface RecoveryRules {
  /** Status queries so long after an attempt … */
  firstChecksMs: readonly number[]
  /** … then one each `slowCheckMs` until `slowUntilMs` of age, one each `rareCheckMs` until `giveUpMs`; then a review. */
  slowCheckMs: number
  slowUntilMs: number
  rareCheckMs: number
  giveUpMs: number
  /** A query without a response is repeated after this at the latest, while the sale is young. */
  repeatQueryMs: number
  /**
   * After "not found" a token purchase is sent again under the same ref id, once so much time has passed since the last
   * attempt; twice as much after the second attempt, three times from then on.
   */
  retryAfterMs: number
  /** A token sale older than this is not sent again: the customer does not wait for it any more. */
  retryMaxAgeMs: number
  /** Most attempts of a token purchase. */
  maxAttempts: number
  /** Most payments of a bill whose responses are lost, each after a status query and the grace … */
  maxPayments: number
  /** … and most payments once a response to one has come that does not report its outcome. */
  maxPaymentsAfterResponse: number
  /** "Not found" or "not paid yet" is conclusive only after so many such responses in a row … */
  conclusiveChecks: number
  /** … over at least this time since the last attempt. */
  notFoundGraceMs: number
  notPaidGraceMs: number
  /** How long one call to the biller can be under way. */
  callMs: number
}

/**
 * The biller's own suggestions, where it makes any (reference, sections 3.5 and 7).
 *
 * A token is sent again after ten seconds and not only after ten minutes. The biller guarantees that one ref id is bought
 * once, however late a status query shows it, so sending again never costs twice; and a customer waits at the counter. Only
 * giving up needs the ten minutes. Bills have no such guarantee: they keep the full grace, which begins when our own call
 * has timed out.
 */
export const RECOVERY_RULES: RecoveryRules = {
  firstChecksMs: [3, 5, 10, 15, 30, 60].map((seconds) => seconds * SECOND),
  slowCheckMs: 2 * MINUTE,
  slowUntilMs: HOUR,
  rareCheckMs: 15 * MINUTE,
  giveUpMs: 24 * HOUR,
  repeatQueryMs: 10 * SECOND,
  retryAfterMs: 10 * SECOND,
  retryMaxAgeMs: HOUR,
  maxAttempts: 5,
  maxPayments: 5,
  maxPaymentsAfterResponse: 2,
  conclusiveChecks: 3,
  notFoundGraceMs: 10 * MINUTE,
  notPaidGraceMs: 2 * MINUTE + 30 * SECOND,
  callMs: 35 * SECOND,
}

/** The same rules with all times scaled: 0.01 makes 100 s one. Counts stay. */
export function scaledRules(rules: RecoveryRules, scale: number): RecoveryRules {
  return {
    ...rules,
    firstChecksMs: rules.firstChecksMs.map((ms) => ms * scale),
    slowCheckMs: rules.slowCheckMs * scale,
    slowUntilMs: rules.slowUntilMs * scale,
    rareCheckMs: rules.rareCheckMs * scale,
    giveUpMs: rules.giveUpMs * scale,
    repeatQueryMs: rules.repeatQueryMs * scale,
    retryAfterMs: rules.retryAfterMs * scale,
    retryMaxAgeMs: rules.retryMaxAgeMs * scale,
    notFoundGraceMs: rules.notFoundGraceMs * scale,
    notPaidGraceMs: rules.notPaidGraceMs * scale,
    callMs: rules.callMs * scale,
  }
}

/**
 * The delay until the next status query.
 * @param ageMs since the first attempt
 * @param sinceAttemptMs since the last attempt
 * @returns milliseconds from now; null after a day, when a review has to decide
 */
export function nextCheckDelayMs(
  { ageMs, sinceAttemptMs }: { ageMs: number; sinceAttemptMs: number },
  rules: RecoveryRules,
  { hasResponse = true }: { hasResponse?: boolean } = {},
): number | null {
  if (ageMs >= rules.giveUpMs) return null
  // A check that is due in a moment counts as done: a query a little late must not be followed by one at once.
  const early = rules.firstChecksMs.find((ms) => ms * 0.9 > sinceAttemptMs)
  if (early !== undefined) return early - sinceAttemptMs
  if (ageMs >= rules.slowUntilMs) return rules.rareCheckMs
  return hasResponse ? rules.slowCheckMs : rules.repeatQueryMs
}

/** The first status query after an attempt, or after a decision by hand. */
export function firstCheckAfter(at: Date, { firstChecksMs }: Pick<RecoveryRules, 'firstChecksMs'>): Date {
  return new Date(at.getTime() + (firstChecksMs[0] ?? 0))
}

/** The start of the biller's day: a bill that was looked up before it can no longer be paid. */
export function startOfBillerDay(instant: Date): Date {
  return startOfDay(businessDate(instant, BILLER_TIME_ZONE), BILLER_TIME_ZONE)
}
