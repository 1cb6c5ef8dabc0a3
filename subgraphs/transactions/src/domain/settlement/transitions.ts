import type { PhaseName } from './phase.js'

/** The inputs of the transition table, with their meanings. */
export const INPUTS = {
  PAY: 'The employee pays the bill.',
  DAY_ENDED: 'The day of the inquiry is over at the biller.',
  SUCCEEDED: 'The biller reports success; for a token with a serial number.',
  PAID: 'The biller reports success of a token sale, without a serial number.',
  FAILED: 'The biller reports a definite failure.',
  REFUSED: 'The only attempt was refused, or was not sent at all: nothing came into being.',
  REFUSED_UNCONFIRMED: 'The only attempt was refused by a code that a status query has to confirm.',
  RETRY_REFUSED: 'A repeated attempt was refused: the first one may have gone through.',
  ACKNOWLEDGED: 'The biller reports that it works on the purchase.',
  UNCLEAR: 'The response is ambiguous, or it was lost.',
  NO_INFORMATION: 'The query got no response, or one that says nothing about the purchase.',
  ABSENT: 'The biller does not show the purchase; too early to conclude anything.',
  ABSENT_RETRYABLE: 'The biller does not show the purchase; sending it again is safe.',
  ABSENT_CONCLUSIVE: 'The biller does not show the purchase, for so long that it does not exist.',
  ABSENT_UNEXPLAINED: 'The biller does not show a bill as paid, and neither a payment nor a failure is safe.',
  DAY_OVER: 'A day has passed since the first attempt, or since the status was set or disputed.',
  CALLBACK_SUCCESS: 'A signed callback claims success. Claims are only checked, never trusted.',
  CALLBACK_FAILED: 'A signed callback claims failure.',
  CALLBACK_OTHER: 'A signed callback claims anything else.',
  RESOLVED_SUCCESS: 'An admin resolves the open sale as successful.',
  RESOLVED_FAILED: 'An admin resolves the open sale as failed.',
  EMPLOYEE_RESOLVED_SUCCESS: 'An employee resolves the open sale as successful.',
  EMPLOYEE_RESOLVED_FAILED: 'An employee resolves the open sale as failed.',
  CORRECTED_SUCCESS: 'An admin corrects FAILED to SUCCESS.',
  CORRECTED_FAILED: 'An admin corrects SUCCESS to FAILED.',
  REVIEWED: 'An admin has reviewed it and leaves the status as it is.',
} as const

export type Input = keyof typeof INPUTS

/**
 * The reasons for which a transaction needs a review. Only an admin's review removes a reason; no later response of the
 * biller and no employee does. The codes are stable: clients, alert rules and tests match on them.
 */
export const REVIEW_REASONS = {
  COST_MISMATCH: 'The biller debited another amount than it had named before, or than the price allows.',
  COST_ABOVE_PRICE: 'The biller takes more for the bill than the customer pays.',
  UNREADABLE_TOKEN: 'The sale is paid, and the serial number holds no token of 20 digits.',
  TOKEN_MISMATCH: 'The token that was entered by hand differs from the token of the biller.',
  CONTRADICTORY_RESPONSE: 'Status and response code of one response of the biller disagree.',
  ABOUT_ANOTHER_SALE: 'A response of the biller under our ref_id describes another customer or product.',
  STATUS_CONTRADICTED: 'The biller contradicts a status that it reported, or one that was set by hand.',
  BILL_NOT_SHOWN_AS_PAID: 'The bill was submitted, and the biller does not show it as paid.',
  UNDER_ANOTHER_TR_ID: 'The biller reports the bill under another tr_id than the inquiry returned.',
  NOT_SETTLED_IN_A_DAY: 'The biller did not settle the sale within a day. It is not queried any more.',
  NOT_CONFIRMED_IN_A_DAY: 'The biller did not confirm within a day a status that was set by hand or disputed.',
  BILLER_ACCOUNT_PROBLEM: 'The biller refuses because of our account: deposit, credentials, address or signature.',
  BILLS_DO_NOT_ADD_UP: 'The bills of the inquiry do not add up to its price.',
  MANUAL_RESOLUTION: 'An employee set the sale to failed by hand.',
  UNSPECIFIED: 'It needed a review before reasons had codes. See the events of the transaction.',
} as const

export type ReviewReason = keyof typeof REVIEW_REASONS

/** The effects of a transition besides the new phase; written in the same compare-and-set. */
export interface Effects {
  /** The purchase is sent (again) under its ref id, after the attempt was stored. */
  submit?: true
  /** The biller is queried at once. */
  checkNow?: true
  /** The transaction needs a review. */
  review?: ReviewReason
  /** An admin has reviewed it: the review reasons that the admin has seen are removed. */
  clearReviews?: true
}

export interface Transition {
  to: PhaseName
  effects: Effects
}

const to = (name: PhaseName, effects: Effects = {}): Transition => ({ to: name, effects })

/** The transitions of every phase in which the outcome is not known. */
const open = (self: PhaseName) =>
  ({
    SUCCEEDED: to('SUCCESS'),
    PAID: to('PAID_WITHOUT_TOKEN'),
    FAILED: to('FAILED'),
    RETRY_REFUSED: to(self, { checkNow: true }),
    NO_INFORMATION: to(self),
    DAY_OVER: to(self, { review: 'NOT_SETTLED_IN_A_DAY' }),
    CALLBACK_SUCCESS: to(self, { checkNow: true }),
    CALLBACK_FAILED: to(self, { checkNow: true }),
    CALLBACK_OTHER: to(self, { checkNow: true }),
    RESOLVED_SUCCESS: to('SUCCESS_UNVERIFIED', { clearReviews: true }),
    RESOLVED_FAILED: to('FAILED_UNVERIFIED', { clearReviews: true }),
    // The owner has not seen it: the reasons stay, and a failure needs a review.
    EMPLOYEE_RESOLVED_SUCCESS: to('SUCCESS_UNVERIFIED'),
    EMPLOYEE_RESOLVED_FAILED: to('FAILED_UNVERIFIED', { review: 'MANUAL_RESOLUTION' }),
    REVIEWED: to(self, { clearReviews: true }),
  }) as const

/**
 * The transition table: phase and input give the next phase and the effects. An input without an entry changes nothing.
 * `classify` turns responses of the biller into inputs; the diagram in the documents is drawn from this table.
 */
export const TRANSITIONS: Readonly<Record<PhaseName, Readonly<Partial<Record<Input, Transition>>>>> = {
  AWAITING_PAYMENT: {
    PAY: to('SUBMITTED', { submit: true }),
    DAY_ENDED: to('EXPIRED'),
    REVIEWED: to('AWAITING_PAYMENT', { clearReviews: true }),
  },
  SUBMITTED: {
    ...open('SUBMITTED'),
    REFUSED: to('FAILED'),
    REFUSED_UNCONFIRMED: to('REFUSED', { checkNow: true }),
    ACKNOWLEDGED: to('ACCEPTED'),
    UNCLEAR: to('SUBMITTED'),
    ABSENT: to('SUBMITTED'),
    ABSENT_RETRYABLE: to('SUBMITTED', { submit: true }),
    ABSENT_CONCLUSIVE: to('FAILED'),
    ABSENT_UNEXPLAINED: to('SUBMITTED', { review: 'BILL_NOT_SHOWN_AS_PAID' }),
  },
  REFUSED: {
    ...open('REFUSED'),
    ACKNOWLEDGED: to('ACCEPTED'),
    UNCLEAR: to('SUBMITTED'),
    ABSENT: to('REFUSED'),
    ABSENT_CONCLUSIVE: to('FAILED'),
  },
  ACCEPTED: {
    ...open('ACCEPTED'),
    // The biller acknowledged the purchase and refuses it: a status query decides.
    REFUSED: to('ACCEPTED', { checkNow: true }),
    REFUSED_UNCONFIRMED: to('ACCEPTED', { checkNow: true }),
    ACKNOWLEDGED: to('ACCEPTED'),
    UNCLEAR: to('ACCEPTED'),
    ABSENT: to('ACCEPTED'),
    ABSENT_UNEXPLAINED: to('ACCEPTED', { review: 'BILL_NOT_SHOWN_AS_PAID' }),
  },
  PAID_WITHOUT_TOKEN: {
    ...open('PAID_WITHOUT_TOKEN'),
    // Reported as paid, then as failed: a review decides, the status does not flip.
    FAILED: to('PAID_WITHOUT_TOKEN', { review: 'STATUS_CONTRADICTED' }),
    REFUSED: to('PAID_WITHOUT_TOKEN', { checkNow: true }),
    REFUSED_UNCONFIRMED: to('PAID_WITHOUT_TOKEN', { checkNow: true }),
    ACKNOWLEDGED: to('PAID_WITHOUT_TOKEN'),
    UNCLEAR: to('PAID_WITHOUT_TOKEN'),
    ABSENT: to('PAID_WITHOUT_TOKEN'),
  },
  IMPORTED: {
    ...open('IMPORTED'),
    ACKNOWLEDGED: to('IMPORTED'),
    UNCLEAR: to('IMPORTED'),
    ABSENT: to('IMPORTED'),
  },
  SUCCESS_UNVERIFIED: {
    SUCCEEDED: to('SUCCESS'),
    FAILED: to('SUCCESS', { review: 'STATUS_CONTRADICTED' }),
    PAID: to('SUCCESS_UNVERIFIED'),
    ACKNOWLEDGED: to('SUCCESS_UNVERIFIED'),
    UNCLEAR: to('SUCCESS_UNVERIFIED'),
    NO_INFORMATION: to('SUCCESS_UNVERIFIED'),
    ABSENT: to('SUCCESS_UNVERIFIED'),
    ABSENT_CONCLUSIVE: to('SUCCESS', { review: 'NOT_CONFIRMED_IN_A_DAY' }),
    DAY_OVER: to('SUCCESS', { review: 'NOT_CONFIRMED_IN_A_DAY' }),
    CALLBACK_FAILED: to('SUCCESS_UNVERIFIED', { checkNow: true }),
    CORRECTED_FAILED: to('FAILED_UNVERIFIED', { clearReviews: true }),
    REVIEWED: to('SUCCESS_UNVERIFIED', { clearReviews: true }),
  },
  FAILED_UNVERIFIED: {
    FAILED: to('FAILED'),
    SUCCEEDED: to('FAILED', { review: 'STATUS_CONTRADICTED' }),
    PAID: to('FAILED', { review: 'STATUS_CONTRADICTED' }),
    ACKNOWLEDGED: to('FAILED_UNVERIFIED'),
    UNCLEAR: to('FAILED_UNVERIFIED'),
    NO_INFORMATION: to('FAILED_UNVERIFIED'),
    ABSENT: to('FAILED_UNVERIFIED'),
    // The biller never had the purchase, which agrees with a failure.
    ABSENT_CONCLUSIVE: to('FAILED'),
    DAY_OVER: to('FAILED', { review: 'NOT_CONFIRMED_IN_A_DAY' }),
    CALLBACK_SUCCESS: to('FAILED_UNVERIFIED', { checkNow: true }),
    CORRECTED_SUCCESS: to('SUCCESS_UNVERIFIED', { clearReviews: true }),
    REVIEWED: to('FAILED_UNVERIFIED', { clearReviews: true }),
  },
  SUCCESS: {
    FAILED: to('SUCCESS', { review: 'STATUS_CONTRADICTED' }),
    CALLBACK_FAILED: to('SUCCESS_UNVERIFIED', { checkNow: true }),
    CORRECTED_FAILED: to('FAILED_UNVERIFIED', { clearReviews: true }),
    REVIEWED: to('SUCCESS', { clearReviews: true }),
  },
  FAILED: {
    SUCCEEDED: to('FAILED', { review: 'STATUS_CONTRADICTED' }),
    PAID: to('FAILED', { review: 'STATUS_CONTRADICTED' }),
    CALLBACK_SUCCESS: to('FAILED_UNVERIFIED', { checkNow: true }),
    CORRECTED_SUCCESS: to('SUCCESS_UNVERIFIED', { clearReviews: true }),
    REVIEWED: to('FAILED', { clearReviews: true }),
  },
  EXPIRED: {
    REVIEWED: to('EXPIRED', { clearReviews: true }),
  },
}
