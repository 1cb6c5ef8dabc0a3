import type { Outcome } from '@setrum/iak'
import type { ProductType } from '../legacy/legacy-row.js'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/** How patient we are with the biller. Handed in, so that a test need not wait for hours. All in milliseconds. */
export interface RecoveryRules {
  /** Status queries so long after a purchase was sent … */
  firstChecksMs: readonly number[]
  /** … then one each `slowCheckMs` until `slowUntilMs` of age, one each `rareCheckMs` until `giveUpMs`; then a person. */
  slowCheckMs: number
  slowUntilMs: number
  rareCheckMs: number
  giveUpMs: number
  /** A query that was not answered is repeated after this at the latest, while the sale is young. */
  retryMs: number
  /**
   * After "not found" a token purchase is sent again under the same number, once so much time has passed since it was
   * last sent; twice as much after the second time, three times from then on.
   */
  resendAfterMs: number
  /** A token sale older than this is not sent again: nobody waits for it any more. */
  resendMaxAgeMs: number
  /** A token purchase is sent at most so often. */
  maxSends: number
  /** A bill whose payments are lost is paid at most so often, each time after a status query and the grace … */
  maxPayments: number
  /** … and so often once the biller has answered one without saying what became of it. */
  maxAnsweredPayments: number
  /** "Not found" or "not paid yet" is final only after so many such answers … */
  finalAnswers: number
  /** … over at least this time since it was last sent. */
  notFoundGraceMs: number
  notPaidGraceMs: number
  /** How long one call to the biller can be under way. */
  callMs: number
}

/**
 * The biller's own suggestions, where it makes any (reference, sections 3.5 and 7).
 *
 * A token is sent again after ten seconds and not only after ten minutes: the biller promises that one number is bought
 * once, whatever was lost and however late a status query sees it, so sending again never costs twice; and a customer
 * stands at the counter. Only giving up needs the ten minutes. A bill has no such promise: there the full grace is kept,
 * and it begins when our own call has timed out.
 */
export const RECOVERY_RULES: RecoveryRules = {
  firstChecksMs: [3, 5, 10, 15, 30, 60].map((seconds) => seconds * SECOND),
  slowCheckMs: 2 * MINUTE,
  slowUntilMs: HOUR,
  rareCheckMs: 15 * MINUTE,
  giveUpMs: 24 * HOUR,
  retryMs: 10 * SECOND,
  resendAfterMs: 10 * SECOND,
  resendMaxAgeMs: HOUR,
  maxSends: 5,
  maxPayments: 5,
  maxAnsweredPayments: 2,
  finalAnswers: 3,
  notFoundGraceMs: 10 * MINUTE,
  notPaidGraceMs: 2 * MINUTE + 30 * SECOND,
  callMs: 35 * SECOND,
}

/** The same rules in another time: 0.01 makes a second of a hundred. Counts stay. */
export function scaledRules(rules: RecoveryRules, scale: number): RecoveryRules {
  return {
    firstChecksMs: rules.firstChecksMs.map((ms) => ms * scale),
    slowCheckMs: rules.slowCheckMs * scale,
    slowUntilMs: rules.slowUntilMs * scale,
    rareCheckMs: rules.rareCheckMs * scale,
    giveUpMs: rules.giveUpMs * scale,
    retryMs: rules.retryMs * scale,
    resendAfterMs: rules.resendAfterMs * scale,
    resendMaxAgeMs: rules.resendMaxAgeMs * scale,
    maxSends: rules.maxSends,
    maxPayments: rules.maxPayments,
    maxAnsweredPayments: rules.maxAnsweredPayments,
    finalAnswers: rules.finalAnswers,
    notFoundGraceMs: rules.notFoundGraceMs * scale,
    notPaidGraceMs: rules.notPaidGraceMs * scale,
    callMs: rules.callMs * scale,
  }
}

/** What we know of a sale that is open. */
export interface OpenSale {
  productType: ProductType
  /** Since it was first sent. */
  ageMs: number
  sinceSentMs: number
  sends: number
  /** How often in a row the biller said "not found" or "not paid yet" since it was last sent, this answer included. */
  unknownAnswers: number
  /** The code that a payment was last answered with. */
  lastPaymentCode: string | null
  /** Whether the first call was refused in a way that one status query has to confirm. */
  isRefusalToConfirm: boolean
  /** Whether the biller ever had it, by its own words: then "not found" or "not paid" is a riddle. */
  isKnownToBiller: boolean
  isLegacy: boolean
  /** Whether it is still the day of the inquiry: a bill can be paid on that day only. */
  isSameDay: boolean
}

/** When a sale is asked for again, in ms from now; null after a day: then a person decides. */
export function nextCheckDelayMs(
  sale: Pick<OpenSale, 'ageMs' | 'sinceSentMs'>,
  rules: RecoveryRules,
  { wasAnswered = true }: { wasAnswered?: boolean } = {},
): number | null {
  if (sale.ageMs >= rules.giveUpMs) return null
  // What is due in a moment counts as done: a query a little late must not be followed by one at once.
  const early = rules.firstChecksMs.find((ms) => ms * 0.9 > sale.sinceSentMs)
  if (early !== undefined) return early - sale.sinceSentMs
  if (sale.ageMs >= rules.slowUntilMs) return rules.rareCheckMs
  return wasAnswered ? rules.slowCheckMs : rules.retryMs
}

/** When the biller is asked next of what is sent, or decided by hand, at this instant. */
export function firstCheckAfter(at: Date, { firstChecksMs }: Pick<RecoveryRules, 'firstChecksMs'>): Date {
  return new Date(at.getTime() + (firstChecksMs[0] ?? 0))
}

export type Step =
  | 'SUCCEED'
  | 'FAIL'
  /** Send the same purchase again, under the same number. */
  | 'SEND_AGAIN'
  /** Ask how it stands, now. */
  | 'CONFIRM'
  | 'WAIT'
  /** Wait, and let a person look at it meanwhile. */
  | 'ASK_A_PERSON'

/**
 * "Already paid". To the only payment we made, and unless a status query says that it was ours, by somebody else; to a
 * repeated one most likely by our own first.
 */
const ALREADY_PAID = new Set(['01', '34', '40'])

/**
 * What follows from an answer to a status query. Pure: the heart of "nothing lost, nothing bought twice".
 * @see biller reference, "Lost requests, lost responses, retries"
 */
export function stepAfterStatus(sale: OpenSale, outcome: Outcome, rules: RecoveryRules): Step {
  switch (outcome.kind) {
    case 'SUCCESS':
      return 'SUCCEED'
    case 'FAILED':
      return 'FAIL'
    case 'NOT_FOUND':
      return sale.productType === 'PREPAID' ? stepAfterNotFound(sale, rules) : stepAfterBillNotFound(sale, rules)
    case 'NOT_PAID_YET':
      return stepAfterNotPaid(sale, rules)
    case 'PENDING':
    case 'NOT_SENT':
    case 'REJECTED':
    case 'INCONCLUSIVE':
      return 'WAIT'
  }
}

/**
 * What follows from the answer to a purchase. A refusal is final only where it is the answer to the only call there
 * was: after a repeat it may be the first call that went through, so a status query decides.
 */
export function stepAfterPurchase(outcome: Outcome, isOnlyCall: boolean): Step {
  switch (outcome.kind) {
    case 'SUCCESS':
      return 'SUCCEED'
    case 'FAILED':
      return isOnlyCall ? 'FAIL' : 'CONFIRM'
    case 'REJECTED':
      return isOnlyCall && !outcome.verify ? 'FAIL' : 'CONFIRM'
    case 'NOT_SENT':
      return isOnlyCall ? 'FAIL' : 'WAIT'
    case 'PENDING':
    case 'NOT_FOUND':
    case 'NOT_PAID_YET':
    case 'INCONCLUSIVE':
      return 'WAIT'
  }
}

function stepAfterNotFound(sale: OpenSale, rules: RecoveryRules): Step {
  if (sale.isLegacy) return 'WAIT'
  // The refusal may have named a number of the biller's: that it has nothing under it is what we asked for.
  if (sale.isRefusalToConfirm && sale.sends === 1) return 'FAIL'
  if (sale.isKnownToBiller) return 'WAIT'
  if (sale.ageMs < rules.resendMaxAgeMs && sale.sends < rules.maxSends) {
    return sale.sinceSentMs >= rules.resendAfterMs * Math.min(sale.sends, 3) ? 'SEND_AGAIN' : 'WAIT'
  }
  return isPastGrace(sale, rules, rules.notFoundGraceMs) ? 'FAIL' : 'WAIT'
}

/** We hold its tr_id, so the biller has the bill: that it cannot find it allows neither a second payment nor a failure. */
function stepAfterBillNotFound(sale: OpenSale, rules: RecoveryRules): Step {
  if (sale.isLegacy) return 'WAIT'
  if (sale.isRefusalToConfirm && sale.sends === 1 && !sale.isKnownToBiller) return 'FAIL'
  return isPastGrace(sale, rules, rules.notPaidGraceMs) ? 'ASK_A_PERSON' : 'WAIT'
}

function stepAfterNotPaid(sale: OpenSale, rules: RecoveryRules): Step {
  if (sale.isLegacy) return 'WAIT'
  if (sale.isRefusalToConfirm && sale.sends === 1 && !sale.isKnownToBiller) return 'FAIL'
  if (!isPastGrace(sale, rules, rules.notPaidGraceMs)) return 'WAIT'
  if (sale.isKnownToBiller) return 'ASK_A_PERSON'
  if (ALREADY_PAID.has(sale.lastPaymentCode ?? '')) return sale.sends > 1 ? 'ASK_A_PERSON' : 'FAIL'
  if (!sale.isSameDay) return 'FAIL'
  const most = sale.lastPaymentCode === null ? rules.maxPayments : rules.maxAnsweredPayments
  return sale.sends < most ? 'SEND_AGAIN' : 'ASK_A_PERSON'
}

function isPastGrace(sale: OpenSale, rules: RecoveryRules, graceMs: number): boolean {
  return sale.unknownAnswers >= rules.finalAnswers && sale.sinceSentMs >= graceMs
}
