/**
 * Why a person has to look at a transaction. A reason stays until a person's review removes it; no later response of
 * the biller does. The codes are stable: clients, alert rules and tests match on them.
 */
export const REVIEW_REASONS = {
  COST_MISMATCH: 'The biller debited another amount than it had named before.',
  UNREADABLE_TOKEN: 'The sale is paid, and the serial number holds no token of 20 digits.',
  TOKEN_MISMATCH: 'The token that was entered by hand differs from the token of the biller.',
  CONTRADICTORY_RESPONSE: 'Status and response code of one response of the biller disagree.',
  STATUS_CONTRADICTED: 'The biller contradicts a status that it reported, or one that a person set.',
  BILL_NOT_SHOWN_AS_PAID: 'The bill was submitted, and the biller does not show it as paid.',
  UNDER_ANOTHER_TR_ID: 'The biller reports the bill under another tr_id than the inquiry returned.',
  NOT_SETTLED_IN_A_DAY: 'The biller did not settle the sale within a day. It is not queried any more.',
  NOT_CONFIRMED_IN_A_DAY: 'The biller did not confirm within a day a status that was set by hand or disputed.',
  BILLER_ACCOUNT_PROBLEM: 'The biller refuses because of our account: deposit, credentials, address or signature.',
  BILLS_DO_NOT_ADD_UP: 'The bills of the inquiry do not add up to its price.',
  UNSPECIFIED: 'Marked before reasons had codes. The events of the transaction say more.',
} as const

export type ReviewReason = keyof typeof REVIEW_REASONS
