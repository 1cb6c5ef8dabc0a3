import type { Outcome } from '@setrum/iak'
import { isFinal, type TransactionStatus } from '../status.js'
import type { Customer, EventType, Transaction, TransactionChange, TransactionEvent } from '../transaction.js'
import {
  nextCheckDelayMs,
  type OpenSale,
  type RecoveryRules,
  type Step,
  stepAfterPurchase,
  stepAfterStatus,
} from './recovery.js'

/** An answer of the biller, and what it was the answer to. */
export interface Heard {
  asked: 'PURCHASE' | 'REPEAT' | 'STATUS'
  outcome: Outcome
  at: Date
  /** Who asked: a user id, or `system`. */
  actor: string
  isSameDay: boolean
  /** The biller rang since we asked: what stays open stays due, and is not sent again before it is asked once more. */
  isRung: boolean
}

/** What an answer changes. `to` is the state after it; a failure holds only if nothing was sent since we asked. */
export interface Decision {
  to: TransactionStatus
  change: TransactionChange
  event: TransactionEvent | null
  next: 'NOTHING' | 'SEND_AGAIN' | 'CONFIRM'
  /** What somebody has to be told; null when all is as it should be. */
  alert: string | null
}

/**
 * What the biller's answer makes of a transaction: the one place where that is decided, whoever asked. Pure. Null when
 * it changes nothing.
 */
export function decide(sale: Transaction, heard: Heard, rules: RecoveryRules): Decision | null {
  if (isFinal(sale.state)) return afterFinal(sale, heard, rules)
  if (sale.state !== 'PROCESSING') return null
  const decision = whileOpen(sale, heard, rules)
  if (!isUnderAnotherNumber(sale, heard.outcome)) return decision
  return {
    ...decision,
    change: { ...decision.change, needsAttention: true },
    alert: decision.alert ?? (wasNoted(sale, ANOTHER_NUMBER) ? null : ANOTHER_NUMBER),
  }
}

const ANOTHER_NUMBER = 'the biller has a bill under another tr_id than it was looked up with'

/** Whether something was written down already, whoever asked: nobody is called twice for it. */
const wasNoted = (sale: Transaction, words: string) => sale.events.some(({ note }) => note?.includes(words))

function whileOpen(sale: Transaction, heard: Heard, rules: RecoveryRules): Decision {
  const step = stepOf(sale, heard, rules)
  if (step === 'SUCCEED' && heard.outcome.kind === 'SUCCESS') return success(sale, heard, heard.outcome, rules)
  if (step === 'FAIL') return sale.isPaid ? contradictionWhilePaid(sale, heard, rules) : failure(sale, heard)
  return stillOpen(sale, heard, step, rules)
}

function stepOf(sale: Transaction, heard: Heard, rules: RecoveryRules): Step {
  if (heard.asked !== 'STATUS') return stepAfterPurchase(heard.outcome, heard.asked === 'PURCHASE' && sale.sends === 1)
  const step = stepAfterStatus(openSale(sale, heard), heard.outcome, rules)
  // Paid is paid: it is neither sent again nor given up because a later query does not see it.
  return sale.isPaid && (step === 'SEND_AGAIN' || (step === 'FAIL' && heard.outcome.kind !== 'FAILED')) ? 'WAIT' : step
}

function openSale(sale: Transaction, heard: Heard): OpenSale {
  return {
    productType: sale.productType,
    ...timesOf(sale, heard.at),
    sends: sale.sends,
    unknownAnswers: unknownAnswers(sale, heard),
    lastPaymentCode: sale.lastPaymentCode,
    isRefusalToConfirm: sale.isRefusalToConfirm,
    // A bill has its tr_id from the inquiry already: there only "being processed" speaks of the payment.
    isKnownToBiller: sale.productType === 'PREPAID' ? sale.trId !== null : sale.isBeingPaid,
    isLegacy: sale.isLegacy,
    isSameDay: heard.isSameDay,
  }
}

/** A bill may have been looked up long before it was paid; a row of the old system has no events. */
function timesOf(sale: Transaction, at: Date): { ageMs: number; sinceSentMs: number } {
  const firstSentAt = sale.events.find(({ type }) => type === 'SENT')?.at ?? sale.createdAt
  const since = (instant: Date) => at.getTime() - instant.getTime()
  return { ageMs: since(firstSentAt), sinceSentMs: since(sale.lastSentAt ?? firstSentAt) }
}

function unknownAnswers(sale: Transaction, { asked, outcome }: Heard): number {
  if (asked !== 'STATUS') return sale.unknownAnswers
  if (outcome.kind === 'NOT_FOUND' || outcome.kind === 'NOT_PAID_YET') return sale.unknownAnswers + 1
  return outcome.kind === 'PENDING' ? 0 : sale.unknownAnswers
}

type Success = Extract<Outcome, { kind: 'SUCCESS' }>

function success(sale: Transaction, heard: Heard, outcome: Success, rules: RecoveryRules): Decision {
  if (lacksToken(sale, outcome)) {
    const open = stillOpen(sale, heard, 'WAIT', rules)
    const change = { ...open.change, isPaid: true, costIdr: outcome.costIdr ?? sale.costIdr }
    return { ...open, change, alert: isOtherCost(sale, outcome) ? OTHER_COST : open.alert }
  }
  const change = sold(sale, outcome)
  const isUnreadable = sale.productType === 'PREPAID' && change.token == null
  return {
    to: 'SUCCESS',
    change: { ...change, ...closed(heard.at), state: 'SUCCESS', needsAttention: outcome.alarm || isUnreadable },
    event: eventOf(sale, heard, 'SUCCESS'),
    next: 'NOTHING',
    alert: isUnreadable ? UNREADABLE : isOtherCost(sale, outcome) ? OTHER_COST : null,
  }
}

const UNREADABLE = 'a paid sale has a serial number without a token in it'
const OTHER_COST = 'the biller took another amount than it had named before'

const isOtherCost = (sale: Transaction, { costIdr }: Success) =>
  sale.costIdr !== null && costIdr !== null && costIdr !== sale.costIdr

const lacksToken = (sale: Transaction, outcome: Success) =>
  sale.productType === 'PREPAID' && outcome.serialNumber === null

/** What the biller tells of a purchase that succeeded. A token that a person typed in before is kept. */
function sold(sale: Transaction, outcome: Success): TransactionChange {
  const { serialNumber, bill } = outcome
  const costIdr = outcome.costIdr ?? sale.costIdr
  return {
    ...said(sale, outcome),
    costIdr,
    profitIdr: profitOf(sale.priceIdr, costIdr),
    customer: fillIn(sale.customer, {
      name: serialNumber?.name ?? bill?.customerName ?? null,
      tariff: serialNumber?.tariff ?? bill?.tariff ?? null,
      powerVa: serialNumber?.powerVa ?? bill?.powerVa ?? null,
    }),
    ...(serialNumber
      ? { token: sale.token ?? serialNumber.token, energyKwh: serialNumber.energyKwh, serialNumber: serialNumber.raw }
      : {}),
    ...(bill ? { remainingBills: bill.remainingBills } : {}),
    ...(outcome.noref ? { reference: outcome.noref } : {}),
  }
}

function failure(sale: Transaction, heard: Heard): Decision {
  const { outcome } = heard
  return {
    to: 'FAILED',
    change: { ...said(sale, outcome), ...closed(heard.at), state: 'FAILED', needsAttention: outcome.alarm },
    event: eventOf(sale, heard, 'FAILED'),
    next: 'NOTHING',
    alert: outcome.alarm ? `the biller refuses for a reason of ours, code ${codeOf(outcome)}` : null,
  }
}

function stillOpen(sale: Transaction, heard: Heard, step: Step, rules: RecoveryRules): Decision {
  const { outcome, asked, at, isRung } = heard
  const isAnswered = outcome.kind !== 'INCONCLUSIVE' && outcome.kind !== 'NOT_SENT'
  const delayMs = step === 'CONFIRM' ? 0 : nextCheckDelayMs(timesOf(sale, at), rules, { wasAnswered: isAnswered })
  const isBill = sale.productType !== 'PREPAID'
  const forPerson = step === 'ASK_A_PERSON' ? notShownAsPaid(sale) : null
  const event = eventOf(sale, heard, null)
  return {
    to: 'PROCESSING',
    change: {
      ...(isAnswered ? said(sale, outcome) : {}),
      unknownAnswers: unknownAnswers(sale, heard),
      ...(isBill && outcome.kind === 'PENDING' && outcome.reason === 'PROCESS' ? { isBeingPaid: true } : {}),
      // The biller has it after all: whatever was refused before, this is no longer a refusal to confirm.
      ...(asked === 'STATUS' && outcome.kind === 'PENDING' ? { isRefusalToConfirm: false } : {}),
      ...(isRung && step !== 'CONFIRM'
        ? {}
        : { nextCheckAt: delayMs === null ? null : new Date(at.getTime() + delayMs) }),
      // Left out where there is nothing to see: a mark that somebody else sets meanwhile stays.
      ...(outcome.alarm || delayMs === null || forPerson ? { needsAttention: true } : {}),
      ...(asked === 'STATUS'
        ? {}
        : {
            sendingUntil: null,
            ...(isBill ? { lastPaymentCode: codeOf(outcome) ?? sale.lastPaymentCode } : {}),
            ...(step === 'CONFIRM' && asked === 'PURCHASE' ? { isRefusalToConfirm: true } : {}),
          }),
    },
    event: unlessSaid(sale, forPerson ? { ...event, note: `${event.note}; ${forPerson}` } : event),
    next: step === 'CONFIRM' || (step === 'SEND_AGAIN' && !isRung) ? step : 'NOTHING',
    alert: forPerson && !wasNoted(sale, forPerson) ? forPerson : alertOf(outcome, delayMs),
  }
}

const notShownAsPaid = ({ sends }: Transaction) =>
  `a bill was paid ${sends} times and the biller does not show it as paid: a person should ask`

function alertOf(outcome: Outcome, delayMs: number | null): string | null {
  if (delayMs === null) return 'the biller did not settle a sale within a day'
  if (!outcome.alarm) return null
  return outcome.kind === 'PENDING'
    ? 'status and code of the biller contradict each other'
    : `the biller does not answer our questions, code ${codeOf(outcome)}`
}

/** The biller said "paid" and now says "failed": a person decides, nothing flips. */
function contradictionWhilePaid(sale: Transaction, heard: Heard, rules: RecoveryRules): Decision {
  const open = stillOpen(sale, heard, 'WAIT', rules)
  const event = unlessSaid(sale, { ...eventOf(sale, heard, null), type: 'CONTRADICTION' })
  return {
    ...open,
    change: { ...open.change, needsAttention: true },
    event,
    alert: event && 'the biller calls a sale failed that it had called paid',
  }
}

/** Final is final: what agrees changes nothing, what contradicts is written down for a person. */
function afterFinal(sale: Transaction, heard: Heard, rules: RecoveryRules): Decision | null {
  const { outcome } = heard
  const isContrary =
    (sale.state === 'SUCCESS' && outcome.kind === 'FAILED') || (sale.state === 'FAILED' && outcome.kind === 'SUCCESS')
  if (isContrary) {
    const event = unlessSaid(sale, { ...eventOf(sale, heard, null), type: 'CONTRADICTION' })
    return {
      to: sale.state,
      change: { needsAttention: true, nextCheckAt: null },
      event,
      next: 'NOTHING',
      alert: event && 'the biller contradicts a final status',
    }
  }
  if (sale.nextCheckAt === null) return null
  if (outcome.kind === 'SUCCESS' && !lacksToken(sale, outcome)) return confirmed(sale, heard, outcome)
  const unchanged = { to: sale.state, event: null, next: 'NOTHING', alert: null } as const
  if (outcome.kind === 'FAILED') return { ...unchanged, change: { nextCheckAt: null } }
  // Decided by hand while the biller did not know, or claimed otherwise by a callback: asked on until the biller knows,
  // or for a day from then.
  const since = Math.max((sale.completedAt ?? sale.createdAt).getTime(), sale.rungAt?.getTime() ?? 0)
  const sinceMs = heard.at.getTime() - since
  const delayMs = nextCheckDelayMs({ ageMs: sinceMs, sinceSentMs: sinceMs }, rules)
  if (delayMs !== null) return { ...unchanged, change: { nextCheckAt: new Date(heard.at.getTime() + delayMs) } }
  // What the biller never heard of agrees with a failure, and with nothing else.
  const isAgreed = sale.state === 'FAILED' && (outcome.kind === 'NOT_FOUND' || outcome.kind === 'NOT_PAID_YET')
  if (isAgreed) return { ...unchanged, change: { nextCheckAt: null } }
  return {
    ...unchanged,
    change: { nextCheckAt: null, needsAttention: true },
    alert: 'the biller did not confirm within a day how a sale was settled',
  }
}

/** A sale was called sold by hand, and now the biller says so: what it took counts, and its token should be the same. */
function confirmed(sale: Transaction, heard: Heard, outcome: Success): Decision {
  const change = sold(sale, outcome)
  const tokenOfBiller = outcome.serialNumber?.token ?? null
  const isOtherToken = sale.token !== null && tokenOfBiller !== null && tokenOfBiller !== sale.token
  const isUnreadable = sale.productType === 'PREPAID' && change.token == null
  const event = eventOf(sale, heard, null)
  return {
    to: sale.state,
    change: { ...change, nextCheckAt: null, ...(isOtherToken || isUnreadable ? { needsAttention: true } : {}) },
    event: unlessSaid(sale, isOtherToken ? { ...event, type: 'CONTRADICTION', note: 'another token' } : event),
    next: 'NOTHING',
    alert: isOtherToken
      ? 'the token that was typed in by hand is not the one that the biller sold'
      : isUnreadable
        ? UNREADABLE
        : isOtherCost(sale, outcome)
          ? OTHER_COST
          : null,
  }
}

function closed(at: Date): TransactionChange {
  return { completedAt: at, nextCheckAt: null, sendingUntil: null }
}

function said(sale: Transaction, outcome: Outcome): TransactionChange {
  if (outcome.kind === 'NOT_SENT') return {}
  // The tr_id of a bill decides what the next payment pays: it stays the one that it was looked up with.
  const isKept = outcome.trId === null || (sale.productType !== 'PREPAID' && sale.trId !== null)
  return { responseCode: outcome.code, message: outcome.message, ...(isKept ? {} : { trId: outcome.trId }) }
}

function isUnderAnotherNumber({ productType, trId }: Transaction, outcome: Outcome): boolean {
  if (productType === 'PREPAID' || outcome.kind === 'NOT_SENT') return false
  return trId !== null && outcome.trId !== null && outcome.trId !== trId
}

const codeOf = (outcome: Outcome): string | null => (outcome.kind === 'NOT_SENT' ? null : outcome.code)

/** What stays with the counter; null while either is not known. */
export function profitOf(priceIdr: number | null, costIdr: number | null): number | null {
  return priceIdr === null || costIdr === null ? null : priceIdr - costIdr
}

function fillIn(known: Customer, told: Pick<Customer, 'name' | 'tariff' | 'powerVa'>): Customer {
  return {
    ...known,
    name: known.name ?? told.name,
    tariff: known.tariff ?? told.tariff,
    powerVa: known.powerVa ?? told.powerVa,
  }
}

function eventOf(sale: Transaction, heard: Heard, to: TransactionStatus | null): TransactionEvent {
  const type: EventType = heard.asked === 'STATUS' ? 'STATUS_CHECK' : 'BILLER_ANSWER'
  const words = noteOf(heard.outcome)
  const note = isUnderAnotherNumber(sale, heard.outcome) ? `${words}; ${ANOTHER_NUMBER}` : words
  return { at: heard.at, type, actor: heard.actor, from: to && sale.state, to, note }
}

/** The biller's code and words; never its serial number, which holds the token. */
function noteOf(outcome: Outcome): string {
  if (outcome.kind === 'NOT_SENT') return 'not sent: no connection'
  const words = [outcome.code, outcome.message].filter((part) => part !== null && part !== '').join(' ')
  if (words !== '') return words
  return outcome.kind === 'PENDING' || outcome.kind === 'INCONCLUSIVE' ? 'no usable answer' : outcome.kind
}

/** Whoever was told the same already, and nothing else since, is not worth another line: a sale must not grow for ever. */
function unlessSaid(sale: Transaction, event: TransactionEvent): TransactionEvent | null {
  const before = sale.events.filter(({ type }) => type === event.type)
  const sinceOther = before.slice(before.findLastIndex(({ note }) => note !== event.note) + 1)
  return sinceOther.some(({ actor }) => actor === event.actor) ? null : event
}
