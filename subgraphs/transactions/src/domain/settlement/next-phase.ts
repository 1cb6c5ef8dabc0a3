import type { Transaction } from '../transaction.js'
import { type Attempts, attemptsOf, nextCheckOf, type Phase, type PhaseName } from './phase.js'
import { firstCheckAfter, type RecoveryRules } from './recovery-rules.js'
import { type Input, type ReviewReason, TRANSITIONS } from './transitions.js'

/** The phase that a transaction enters, and its review reasons then. */
export interface Entered {
  phase: Phase
  reviewReasons: ReviewReason[]
}

/**
 * Applies an input from a user, a callback or the clock; responses of the biller go through `decide`.
 * @param seen the review reasons that the user has seen: a review removes these only, not those that came meanwhile
 * @returns null when the input changes nothing in this phase
 */
export function enter(
  sale: Pick<Transaction, 'phase' | 'reviewReasons' | 'createdAt'>,
  input: Input,
  at: Date,
  rules: RecoveryRules,
  seen: readonly ReviewReason[] = sale.reviewReasons,
): Entered | null {
  const transition = TRANSITIONS[sale.phase.name][input]
  if (!transition) return null
  const { to, effects } = transition
  const isReviewed = effects.clearReviews === true
  const before = nextCheckOf(sale)
  const soon = before !== null && before < at ? before : at
  const nextCheckAt = effects.checkNow ? soon : to === sale.phase.name ? before : firstCheckAfter(at, rules)
  const attempts = effects.submit ? nextAttempt(attemptsOf(sale), at, rules) : attemptsOf(sale)
  const isUnchanged = to === sale.phase.name && isReviewed
  return {
    phase: isUnchanged
      ? sale.phase
      : phaseNamed(to, { attempts, absentChecks: absentChecksOf(sale), nextCheckAt, since: at }),
    reviewReasons: isReviewed ? sale.reviewReasons.filter((reason) => !seen.includes(reason)) : sale.reviewReasons,
  }
}

/** The next attempt, as it is stored before it is sent. */
export function nextAttempt(before: Attempts, at: Date, rules: RecoveryRules): Attempts {
  return {
    count: before.count + 1,
    firstAt: before.count === 0 ? at : before.firstAt,
    lastAt: at,
    deadline: new Date(at.getTime() + rules.callMs),
    lastCode: before.lastCode,
  }
}

export const absentChecksOf = ({ phase }: Pick<Transaction, 'phase'>): number =>
  'absentChecks' in phase ? phase.absentChecks : 0

/** Builds a phase with exactly the data that it needs. */
export function phaseNamed(
  name: PhaseName,
  data: { attempts: Attempts; absentChecks: number; nextCheckAt: Date | null; since: Date },
): Phase {
  const { attempts, absentChecks, nextCheckAt, since } = data
  switch (name) {
    case 'SUBMITTED':
    case 'ACCEPTED':
      return { name, attempts, absentChecks, nextCheckAt }
    case 'REFUSED':
    case 'PAID_WITHOUT_TOKEN':
      return { name, attempts, nextCheckAt }
    case 'IMPORTED':
      return { name, nextCheckAt }
    case 'SUCCESS_UNVERIFIED':
    case 'FAILED_UNVERIFIED':
      return { name, since, nextCheckAt: nextCheckAt ?? since }
    case 'AWAITING_PAYMENT':
    case 'SUCCESS':
    case 'FAILED':
    case 'EXPIRED':
      return { name }
  }
}
