/** The public statuses of a transaction. */
export const TRANSACTION_STATUSES = ['AWAITING_PAYMENT', 'PROCESSING', 'SUCCESS', 'FAILED', 'EXPIRED'] as const
export type TransactionStatus = (typeof TRANSACTION_STATUSES)[number]

/** The statuses of a sale: a transaction that was sent to the biller. */
export const SALE_STATUSES = ['SUCCESS', 'PROCESSING', 'FAILED'] as const
export type SaleStatus = (typeof SALE_STATUSES)[number]

/** Whether a purchase was sent and its outcome is known. */
export const isFinal = (status: TransactionStatus): status is 'SUCCESS' | 'FAILED' =>
  status === 'SUCCESS' || status === 'FAILED'

/** The purchase attempts of a sale. All have the same ref id. */
export interface Attempts {
  count: number
  firstAt: Date
  lastAt: Date
  /** Until then the call of the last attempt may be under way; null once it has a response. */
  deadline: Date | null
  /** The last response code to a payment of a bill: a lost response does not erase it. */
  lastCode: string | null
}

/** The biller is queried at this instant; null once the scheduled checks are used up. */
interface Scheduled {
  nextCheckAt: Date | null
}

/** Status queries in a row since the last attempt that did not show the purchase: "not found", "not paid yet". */
interface Absences {
  absentChecks: number
}

/** The phase of a transaction, with exactly the data that it needs. */
export type Phase =
  | { name: 'AWAITING_PAYMENT' }
  | ({ name: 'SUBMITTED'; attempts: Attempts } & Scheduled & Absences)
  | ({ name: 'REFUSED'; attempts: Attempts } & Scheduled)
  | ({ name: 'ACCEPTED'; attempts: Attempts } & Scheduled & Absences)
  | ({ name: 'PAID_WITHOUT_TOKEN'; attempts: Attempts } & Scheduled)
  | ({ name: 'IMPORTED' } & Scheduled)
  /** `since`: when the status was set by hand or disputed by a callback. */
  | { name: 'SUCCESS_UNVERIFIED' | 'FAILED_UNVERIFIED'; since: Date; nextCheckAt: Date }
  | { name: 'SUCCESS' }
  | { name: 'FAILED' }
  | { name: 'EXPIRED' }

export type PhaseName = Phase['name']
export type OpenPhase = Extract<
  Phase,
  { name: 'SUBMITTED' | 'REFUSED' | 'ACCEPTED' | 'PAID_WITHOUT_TOKEN' | 'IMPORTED' }
>

/** Every phase: the public status that it shows as, and its meaning. */
export const PHASES: Readonly<Record<PhaseName, { status: TransactionStatus; meaning: string }>> = {
  AWAITING_PAYMENT: { status: 'AWAITING_PAYMENT', meaning: 'A bill was looked up today and not paid.' },
  SUBMITTED: { status: 'PROCESSING', meaning: 'Stored and sent. The biller has not acknowledged it.' },
  REFUSED: { status: 'PROCESSING', meaning: 'The only attempt was refused; one status query has to confirm that.' },
  ACCEPTED: { status: 'PROCESSING', meaning: 'The biller works on it. It is neither sent again nor given up.' },
  PAID_WITHOUT_TOKEN: { status: 'PROCESSING', meaning: 'The biller reported the token sale as paid, without a token.' },
  IMPORTED: { status: 'PROCESSING', meaning: 'Sent by the old system. It is queried and never sent again.' },
  SUCCESS_UNVERIFIED: {
    status: 'SUCCESS',
    meaning: 'Set to SUCCESS by hand, or disputed by a callback; the biller is queried for a day.',
  },
  FAILED_UNVERIFIED: {
    status: 'FAILED',
    meaning: 'Set to FAILED by hand, or disputed by a callback; the biller is queried for a day.',
  },
  SUCCESS: { status: 'SUCCESS', meaning: 'The biller did it; a token sale has its token.' },
  FAILED: { status: 'FAILED', meaning: 'Nothing was bought, or the money was refunded.' },
  EXPIRED: { status: 'EXPIRED', meaning: 'A bill that was not paid on the day of its inquiry.' },
}

const OPEN: ReadonlySet<PhaseName> = new Set(['SUBMITTED', 'REFUSED', 'ACCEPTED', 'PAID_WITHOUT_TOKEN', 'IMPORTED'])

/** The public status of a transaction. */
export const statusOf = ({ phase }: { phase: Phase }): TransactionStatus => PHASES[phase.name].status

/** Whether a purchase was sent and its outcome is not known yet. */
export const isOpenPhase = (phase: Phase): phase is OpenPhase => OPEN.has(phase.name)

/** When the biller is queried next; null when no check is scheduled. */
export const nextCheckOf = ({ phase }: { phase: Phase }): Date | null =>
  'nextCheckAt' in phase ? phase.nextCheckAt : null

/** The attempts of a sale; for a sale of the old system none of ours, with a schedule from its creation. */
export function attemptsOf({ phase, createdAt }: { phase: Phase; createdAt: Date }): Attempts {
  return 'attempts' in phase ? phase.attempts : noAttempts(createdAt)
}

export const noAttempts = (createdAt: Date): Attempts => ({
  count: 0,
  firstAt: createdAt,
  lastAt: createdAt,
  deadline: null,
  lastCode: null,
})
