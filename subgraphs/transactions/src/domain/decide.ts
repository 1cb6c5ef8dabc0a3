import type { Outcome } from '@setrum/iak'
import {
  nextCheckDelayMs,
  type OpenSale,
  type RecoveryRules,
  type Step,
  stepAfterPurchase,
  stepAfterStatus,
} from './recovery.js'
import type { TransactionStatus } from './status.js'
import type { Customer, EventType, Transaction, TransactionChange, TransactionEvent } from './transaction.js'

/** An answer of the biller, and what it was the answer to. */
export interface Heard {
  asked: 'PURCHASE' | 'REPEAT' | 'STATUS'
  outcome: Outcome
  at: Date
  /** Who asked: a user id, or `system`. */
  actor: string
  isSameDay: boolean
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
  if (sale.state === 'SUCCESS' || sale.state === 'FAILED') return afterFinal(sale, heard, rules)
  if (sale.state !== 'PROCESSING') return null
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
    isKnownToBiller: sale.productType === 'PREPAID' && sale.trId !== null,
    isLegacy: sale.isLegacy,
    isSameDay: heard.isSameDay,
  }
}

function timesOf(sale: Transaction, at: Date): { ageMs: number; sinceSentMs: number } {
  const began = sale.createdAt.getTime()
  return { ageMs: at.getTime() - began, sinceSentMs: at.getTime() - (sale.lastSentAt?.getTime() ?? began) }
}

function unknownAnswers(sale: Transaction, { asked, outcome }: Heard): number {
  if (asked !== 'STATUS') return sale.unknownAnswers
  if (outcome.kind === 'NOT_FOUND' || outcome.kind === 'NOT_PAID_YET') return sale.unknownAnswers + 1
  return outcome.kind === 'PENDING' ? 0 : sale.unknownAnswers
}

function success(
  sale: Transaction,
  heard: Heard,
  outcome: Extract<Outcome, { kind: 'SUCCESS' }>,
  rules: RecoveryRules,
): Decision {
  const { serialNumber, bill } = outcome
  if (sale.productType === 'PREPAID' && serialNumber === null) {
    const open = stillOpen(sale, heard, 'WAIT', rules)
    return { ...open, change: { ...open.change, isPaid: true, costIdr: outcome.costIdr ?? sale.costIdr } }
  }
  const isUnreadable = sale.productType === 'PREPAID' && serialNumber?.token == null
  const costIdr = outcome.costIdr ?? sale.costIdr
  return {
    to: 'SUCCESS',
    change: {
      ...said(outcome),
      ...closed(heard.at),
      state: 'SUCCESS',
      costIdr,
      profitIdr: profitOf(sale.priceIdr, costIdr),
      customer: fillIn(sale.customer, {
        name: serialNumber?.name ?? bill?.customerName ?? null,
        tariff: serialNumber?.tariff ?? bill?.tariff ?? null,
        powerVa: serialNumber?.powerVa ?? bill?.powerVa ?? null,
      }),
      ...(serialNumber
        ? { token: serialNumber.token, energyKwh: serialNumber.energyKwh, serialNumber: serialNumber.raw }
        : {}),
      ...(bill ? { remainingBills: bill.remainingBills } : {}),
      ...(outcome.noref ? { reference: outcome.noref } : {}),
      needsAttention: outcome.alarm || isUnreadable,
    },
    event: eventOf(sale, heard, 'SUCCESS'),
    next: 'NOTHING',
    alert: isUnreadable ? 'a paid sale has a serial number without a token in it' : null,
  }
}

function failure(sale: Transaction, heard: Heard): Decision {
  const { outcome } = heard
  return {
    to: 'FAILED',
    change: { ...said(outcome), ...closed(heard.at), state: 'FAILED', needsAttention: outcome.alarm },
    event: eventOf(sale, heard, 'FAILED'),
    next: 'NOTHING',
    alert: outcome.alarm ? `the biller refuses for a reason of ours, code ${codeOf(outcome)}` : null,
  }
}

function stillOpen(sale: Transaction, heard: Heard, step: Step, rules: RecoveryRules): Decision {
  const { outcome, asked, at } = heard
  const isAnswered = outcome.kind !== 'NOTHING_LEARNED' && outcome.kind !== 'NOT_SENT'
  const delayMs = step === 'CONFIRM' ? 0 : nextCheckDelayMs(timesOf(sale, at), rules, { wasAnswered: isAnswered })
  const isBill = sale.productType !== 'PREPAID'
  return {
    to: 'PROCESSING',
    change: {
      ...(isAnswered ? said(outcome) : {}),
      unknownAnswers: unknownAnswers(sale, heard),
      nextCheckAt: delayMs === null ? null : new Date(at.getTime() + delayMs),
      needsAttention: sale.needsAttention || outcome.alarm || delayMs === null,
      ...(asked === 'STATUS'
        ? {}
        : {
            sendingUntil: null,
            ...(isBill ? { lastPaymentCode: codeOf(outcome) } : {}),
            ...(step === 'CONFIRM' && asked === 'PURCHASE' ? { isRefusalToConfirm: true } : {}),
          }),
    },
    event: unlessSaid(sale, eventOf(sale, heard, null)),
    next: step === 'SEND_AGAIN' || step === 'CONFIRM' ? step : 'NOTHING',
    alert: alertOf(outcome, delayMs),
  }
}

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
  return {
    ...open,
    change: { ...open.change, needsAttention: true },
    event: unlessSaid(sale, { ...eventOf(sale, heard, null), type: 'CONTRADICTION' }),
    alert: 'the biller calls a sale failed that it had called paid',
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
  // Decided by hand while the biller did not know: asked on until it does, or for a day.
  const isSettled = outcome.kind === 'SUCCESS' || outcome.kind === 'FAILED'
  const delayMs = isSettled ? null : nextCheckDelayMs(timesOf(sale, heard.at), rules)
  return {
    to: sale.state,
    change: { nextCheckAt: delayMs === null ? null : new Date(heard.at.getTime() + delayMs) },
    event: null,
    next: 'NOTHING',
    alert: null,
  }
}

function closed(at: Date): TransactionChange {
  return { completedAt: at, nextCheckAt: null, sendingUntil: null }
}

function said(outcome: Outcome): TransactionChange {
  if (outcome.kind === 'NOT_SENT') return {}
  return {
    responseCode: outcome.code,
    message: outcome.message,
    ...(outcome.trId === null ? {} : { trId: outcome.trId }),
  }
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
  return { at: heard.at, type, actor: heard.actor, from: to && sale.state, to, note: noteOf(heard.outcome) }
}

/** The biller's code and words; never its serial number, which holds the token. */
function noteOf(outcome: Outcome): string {
  if (outcome.kind === 'NOT_SENT') return 'not sent: no connection'
  const words = [outcome.code, outcome.message].filter((part) => part !== null && part !== '').join(' ')
  if (words !== '') return words
  return outcome.kind === 'PENDING' || outcome.kind === 'NOTHING_LEARNED' ? 'no usable answer' : outcome.kind
}

/** A query by ourselves that says the same as the last one is not worth another line. */
function unlessSaid(sale: Transaction, event: TransactionEvent): TransactionEvent | null {
  const before = sale.events.findLast(({ type }) => type === event.type)
  const isSame = before?.note === event.note && before.actor === event.actor && event.actor === 'system'
  return isSame ? null : event
}
