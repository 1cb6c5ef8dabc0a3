import type { Outcome } from '@setrum/iak'
import type { Transaction } from '../transaction.js'
import { attemptsOf, isOpenPhase } from './phase.js'
import type { RecoveryRules } from './recovery-rules.js'
import type { Input } from './transitions.js'

/** A response of the biller, or its absence, and the request that it belongs to. */
export interface Observation {
  request: 'PURCHASE' | 'RETRY' | 'STATUS'
  outcome: Outcome
  at: Date
  /** The user id of the requester, or `system`. */
  actor: string
  /** Whether the biller's day of the inquiry lasts: a bill can be paid on that day only. */
  isSameDay: boolean
  /** How many attempts there were when the request was made. */
  attempt: number
  /**
   * The transaction changed since the request was made, such as by a callback: the response may be older than the
   * change. Nothing is concluded from the absence of the purchase, and a sale that stays open keeps its schedule.
   */
  isOvertaken: boolean
  /** Whether the purchase may be sent again; false right before a resolution by hand. */
  mayRetry: boolean
}

/**
 * "Already paid". In response to our only payment, another party paid the bill, unless a status query shows it as ours. In
 * response to a repeated payment, most likely our own first payment paid it.
 */
const ALREADY_PAID = new Set(['01', '34', '40'])

/**
 * Turns a response of the biller into an input of the transition table.
 * @returns null for a response to an earlier attempt: it says nothing about the later one. Success is never stale.
 * @see biller reference, "Lost requests, lost responses, retries"
 */
export function classify(sale: Transaction, observation: Observation, rules: RecoveryRules): Input | null {
  const { request, outcome } = observation
  const isOpen = isOpenPhase(sale.phase)
  if (outcome.kind === 'SUCCESS') return lacksToken(sale, outcome) ? 'PAID' : 'SUCCEEDED'
  if (isOpen && observation.attempt !== attemptsOf(sale).count) return null
  switch (outcome.kind) {
    case 'FAILED':
      // A repeated attempt may fail because the first one went through: a status query decides.
      return isOpen && request === 'RETRY' ? 'RETRY_REFUSED' : 'FAILED'
    case 'REJECTED':
      if (request === 'STATUS') return 'NO_INFORMATION'
      if (request === 'RETRY') return 'RETRY_REFUSED'
      return outcome.verify ? 'REFUSED_UNCONFIRMED' : 'REFUSED'
    case 'NOT_SENT':
      return request === 'PURCHASE' ? 'REFUSED' : 'NO_INFORMATION'
    case 'NOT_FOUND':
    case 'NOT_PAID_YET':
      if (request !== 'STATUS') return 'UNCLEAR'
      return retryOrWait(classifyAbsence(sale, observation, rules), observation)
    case 'PENDING':
      return isAcknowledged(sale, outcome) ? 'ACKNOWLEDGED' : 'UNCLEAR'
    case 'INCONCLUSIVE':
      return 'NO_INFORMATION'
  }
}

const lacksToken = (sale: Transaction, outcome: Extract<Outcome, { kind: 'SUCCESS' }>): boolean =>
  sale.productType === 'PREPAID' && outcome.serialNumber === null

const retryOrWait = (absence: Input, { mayRetry }: Observation): Input =>
  absence === 'ABSENT_RETRYABLE' && !mayRetry ? 'ABSENT' : absence

/** A bill has its tr_id from the inquiry: only "being processed" is about its payment. */
function isAcknowledged(sale: Transaction, outcome: Extract<Outcome, { kind: 'PENDING' }>): boolean {
  if (sale.productType !== 'PREPAID') return outcome.reason === 'PROCESS'
  return sale.trId !== null || outcome.trId !== null
}

function classifyAbsence(sale: Transaction, observation: Observation, rules: RecoveryRules): Input {
  const { phase } = sale
  if (observation.isOvertaken) return 'ABSENT'
  switch (phase.name) {
    case 'REFUSED':
      return 'ABSENT_CONCLUSIVE'
    case 'SUCCESS_UNVERIFIED':
    case 'FAILED_UNVERIFIED':
      return observation.at.getTime() - phase.since.getTime() >= rules.giveUpMs ? 'ABSENT_CONCLUSIVE' : 'ABSENT'
    case 'SUBMITTED':
    case 'ACCEPTED': {
      const isAccepted = phase.name === 'ACCEPTED'
      const since = (instant: Date) => observation.at.getTime() - instant.getTime()
      const absence = {
        isAccepted,
        isFound: observation.outcome.kind === 'NOT_PAID_YET',
        isSameDay: observation.isSameDay,
        count: phase.attempts.count,
        lastCode: phase.attempts.lastCode,
        ageMs: since(phase.attempts.firstAt),
        sinceAttemptMs: since(phase.attempts.lastAt),
        checks: phase.absentChecks + 1,
      }
      if (sale.productType !== 'PREPAID') return classifyBillAbsence(absence, rules)
      // A tr_id proves that the biller had it: "not found" allows neither a second purchase nor a failure.
      return isAccepted || sale.trId !== null ? 'ABSENT' : classifyTokenAbsence(absence, rules)
    }
    default:
      return 'ABSENT'
  }
}

interface Absence {
  isAccepted: boolean
  /** The biller finds the bill, not paid. */
  isFound: boolean
  isSameDay: boolean
  count: number
  lastCode: string | null
  ageMs: number
  sinceAttemptMs: number
  /** In a row, this one included. */
  checks: number
}

function classifyTokenAbsence(absence: Absence, rules: RecoveryRules): Input {
  const { count, ageMs, sinceAttemptMs } = absence
  if (ageMs < rules.retryMaxAgeMs && count < rules.maxAttempts) {
    return sinceAttemptMs >= rules.retryAfterMs * Math.min(count, 3) ? 'ABSENT_RETRYABLE' : 'ABSENT'
  }
  return isPastGrace(absence, rules, rules.notFoundGraceMs) ? 'ABSENT_CONCLUSIVE' : 'ABSENT'
}

/** We hold its tr_id, so the biller has the bill: "not found" allows neither a second payment nor a failure. */
function classifyBillAbsence(absence: Absence, rules: RecoveryRules): Input {
  const { isAccepted, isFound, isSameDay, count, lastCode } = absence
  if (!isPastGrace(absence, rules, rules.notPaidGraceMs)) return 'ABSENT'
  if (!isFound || isAccepted) return 'ABSENT_UNEXPLAINED'
  if (ALREADY_PAID.has(lastCode ?? '')) return count > 1 ? 'ABSENT_UNEXPLAINED' : 'ABSENT_CONCLUSIVE'
  if (!isSameDay) return 'ABSENT_CONCLUSIVE'
  const maxPayments = lastCode === null ? rules.maxPayments : rules.maxPaymentsAfterResponse
  return count < maxPayments ? 'ABSENT_RETRYABLE' : 'ABSENT_UNEXPLAINED'
}

function isPastGrace({ checks, sinceAttemptMs }: Absence, rules: RecoveryRules, graceMs: number): boolean {
  return checks >= rules.conclusiveChecks && sinceAttemptMs >= graceMs
}
