import type { Outcome } from '@setrum/iak'
import {
  type EventType,
  SYSTEM,
  type Transaction,
  type TransactionChange,
  type TransactionEvent,
} from '../transaction.js'
import { classify, type Observation } from './classify.js'
import { absentChecksOf, nextAttempt, phaseNamed } from './next-phase.js'
import {
  bookedCost,
  codeOf,
  isAboutAnotherSale,
  reasonsInResponse,
  reasonsInSuccess,
  responseData,
  soldData,
} from './outcome-data.js'
import { type Attempts, attemptsOf, isOpenPhase, nextCheckOf, PHASES, type Phase } from './phase.js'
import { firstCheckAfter, nextCheckDelayMs, type RecoveryRules } from './recovery-rules.js'
import { type Effects, type Input, type ReviewReason, TRANSITIONS } from './transitions.js'

/** The effect of a biller response on a transaction. Written in one compare-and-set. */
export interface Decision {
  input: Input
  phase: Phase
  change: TransactionChange
  events: TransactionEvent[]
  /** Review reasons that the transaction did not have before: each is worth an alert. */
  newReasons: ReviewReason[]
  /** The stored attempt has to be sent now. */
  submit: boolean
}

/**
 * Decides the effect of a biller response on a transaction; the only place that does. Pure.
 * @returns null when it changes nothing
 */
export function decide(sale: Transaction, observation: Observation, rules: RecoveryRules): Decision | null {
  const input = classify(sale, observation, rules)
  const transition = input && TRANSITIONS[sale.phase.name][input]
  if (!transition) return null
  let { to } = transition
  const { effects } = transition
  const reasons = new Set(effects.review ? [effects.review] : [])
  for (const reason of reasonsIn(sale, observation, input)) reasons.add(reason)

  const attempts = attemptsAfter(sale, observation, effects, rules)
  const nextCheckAt = nextCheckAfter(sale, observation, { effects, attempts }, rules)
  const isUsedUp = nextCheckAt === null && !observation.isOvertaken
  const dayOver = isUsedUp ? TRANSITIONS[to].DAY_OVER : undefined
  if (dayOver) {
    to = dayOver.to
    if (dayOver.effects.review) reasons.add(dayOver.effects.review)
  }
  const since = 'since' in sale.phase ? sale.phase.since : observation.at
  const absentChecks = effects.submit ? 0 : absentChecksAfter(sale, observation, input)
  const phase = phaseNamed(to, { attempts, absentChecks, nextCheckAt, since })
  const newReasons = [...reasons].filter((reason) => !sale.reviewReasons.includes(reason))
  return {
    input,
    phase,
    change: changeOf(sale, observation, input, phase),
    events: eventsOf(sale, observation, { phase, reasons: [...reasons], newReasons, effects }),
    newReasons,
    submit: effects.submit === true,
  }
}

function reasonsIn(sale: Transaction, { outcome }: Observation, input: Input): ReviewReason[] {
  const isOpen = isOpenPhase(sale.phase)
  const isConfirmed = sale.phase.name === 'SUCCESS_UNVERIFIED' && input === 'SUCCEEDED'
  return [
    ...(isOpen || isAboutAnotherSale(outcome) ? reasonsInResponse(sale, outcome) : []),
    ...((isOpen || isConfirmed) && outcome.kind === 'SUCCESS' ? reasonsInSuccess(sale, outcome) : []),
  ]
}

function attemptsAfter(
  sale: Transaction,
  { request, outcome, at }: Observation,
  effects: Effects,
  rules: RecoveryRules,
): Attempts {
  const before = attemptsOf(sale)
  if (effects.submit) return nextAttempt(before, at, rules)
  if (request === 'STATUS') return before
  const lastCode = sale.productType === 'PREPAID' ? null : (codeOf(outcome) ?? before.lastCode)
  return { ...before, deadline: null, lastCode }
}

function nextCheckAfter(
  sale: Transaction,
  { outcome, at, isOvertaken }: Observation,
  { effects, attempts }: { effects: Effects; attempts: Attempts },
  rules: RecoveryRules,
): Date | null {
  if (effects.submit) return firstCheckAfter(at, rules)
  if (effects.checkNow) return at
  if (isOvertaken) return nextCheckOf(sale)
  const [first, last] =
    'since' in sale.phase ? [sale.phase.since, sale.phase.since] : [attempts.firstAt, attempts.lastAt]
  const times = { ageMs: at.getTime() - first.getTime(), sinceAttemptMs: at.getTime() - last.getTime() }
  const hasResponse = 'since' in sale.phase || isResponse(outcome)
  const delayMs = nextCheckDelayMs(times, rules, { hasResponse })
  return delayMs === null ? null : new Date(at.getTime() + delayMs)
}

const isResponse = ({ kind }: Outcome): boolean => kind !== 'INCONCLUSIVE' && kind !== 'NOT_SENT'

function absentChecksAfter(sale: Transaction, { request }: Observation, input: Input): number {
  if (input === 'ABSENT' || input === 'ABSENT_UNEXPLAINED') return absentChecksOf(sale) + 1
  const isShown = input === 'ACKNOWLEDGED' || input === 'UNCLEAR'
  return isShown && request === 'STATUS' ? 0 : absentChecksOf(sale)
}

/** The data of a response that is stored beside the phase. */
function changeOf(sale: Transaction, { outcome, at }: Observation, input: Input, phase: Phase): TransactionChange {
  const isOpen = isOpenPhase(sale.phase)
  if (outcome.kind === 'SUCCESS' && phase.name === 'SUCCESS' && input === 'SUCCEEDED') {
    return { ...soldData(sale, outcome), ...(isOpen ? { completedAt: at } : {}) }
  }
  if (!isOpen) return {}
  const data = isResponse(outcome) ? responseData(sale, outcome) : {}
  if (outcome.kind === 'SUCCESS') return { ...data, costIdr: bookedCost(sale, outcome) }
  return phase.name === 'FAILED' ? { ...data, completedAt: at } : data
}

function eventsOf(
  sale: Transaction,
  observation: Observation,
  after: { phase: Phase; reasons: ReviewReason[]; newReasons: ReviewReason[]; effects: Effects },
): TransactionEvent[] {
  const { phase, reasons, newReasons, effects } = after
  const { at, actor, request, outcome } = observation
  const from = PHASES[sale.phase.name].status
  const to = PHASES[phase.name].status
  const isMoved = from !== to
  const isContradiction = reasons.includes('STATUS_CONTRADICTED') || reasons.includes('TOKEN_MISMATCH')
  const type: EventType = isContradiction ? 'CONTRADICTION' : request === 'STATUS' ? 'STATUS_CHECK' : 'BILLER_ANSWER'
  const event: TransactionEvent = {
    at,
    type,
    actor,
    from: isMoved ? from : null,
    to: isMoved ? to : null,
    note: noteOf(outcome),
    code: eventCode(outcome),
    reasons,
  }
  const isStillUnverified = 'since' in sale.phase && 'since' in phase
  const isRecorded = isMoved || newReasons.length > 0 || (!isStillUnverified && !wasRecorded(sale, event))
  return [
    ...(isRecorded ? [event] : []),
    ...(effects.submit ? [sentEvent(at, SYSTEM, attemptsOf({ ...sale, phase }).count)] : []),
  ]
}

/** The event of an attempt. */
export function sentEvent(at: Date, actor: string, attempt: number): TransactionEvent {
  return { at, type: 'SENT', actor, from: null, to: null, note: attempt > 1 ? `attempt ${attempt}` : null }
}

/** A stable code of a response: its meaning and the biller's response code, such as `PENDING_PROCESS/39`. */
function eventCode(outcome: Outcome): string {
  const kind = outcome.kind === 'PENDING' ? `PENDING_${outcome.reason}` : outcome.kind
  const code = codeOf(outcome)
  return code === null ? kind : `${kind}/${code}`
}

/** The biller's code and message; never its serial number, which contains the token. */
function noteOf(outcome: Outcome): string {
  if (outcome.kind === 'NOT_SENT') return 'not sent: no connection'
  if (isAboutAnotherSale(outcome)) return 'a response about another sale'
  const text = [outcome.code, outcome.message].filter((part) => part !== null && part !== '').join(' ')
  if (text !== '') return text
  return outcome.kind === 'PENDING' || outcome.kind === 'INCONCLUSIVE' ? 'no usable response' : outcome.kind
}

/** Whether this actor's last response was the same and is recorded: a document must not grow without limit. */
function wasRecorded(sale: Transaction, event: TransactionEvent): boolean {
  const before = sale.events.filter(({ type }) => type === event.type)
  const sinceOther = before.slice(before.findLastIndex((other) => !isSame(other, event)) + 1)
  return sinceOther.some(({ actor }) => actor === event.actor)
}

function isSame(event: TransactionEvent, other: TransactionEvent): boolean {
  return event.code === other.code && String(event.reasons ?? []) === String(other.reasons ?? [])
}
