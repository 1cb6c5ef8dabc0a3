import type { Outcome } from '@setrum/iak'
import type { Deps } from '../../context.js'
import { startOfBillerDay } from '../../domain/biller-day.js'
import { type Decision, decide, type Heard } from '../../domain/settlement/decide.js'
import { firstCheckAfter } from '../../domain/settlement/recovery.js'
import { isFinal } from '../../domain/status.js'
import { SYSTEM, type Transaction, type TransactionEvent } from '../../domain/transaction.js'
import { maskedNumber } from './masked-number.js'

export type SettleDeps = Pick<
  Deps,
  'transactions' | 'biller' | 'rules' | 'now' | 'deposit' | 'heard' | 'alert' | 'logger'
>

export type Said = Pick<Heard, 'asked' | 'outcome' | 'actor'>

interface Recorded {
  transaction: Transaction
  next: Decision['next']
}

/**
 * The one door to a final status: whatever the biller says, to whomever, comes through here. One compare-and-set on
 * one document, the event in the same update; coming twice, or late, changes nothing.
 * @returns the transaction as it is afterwards, and what is to be done next
 */
export async function recordOutcome(
  sale: Transaction,
  said: Said,
  deps: SettleDeps,
  { isRung = false } = {},
): Promise<Recorded> {
  const at = deps.now()
  const isSameDay = sale.createdAt >= startOfBillerDay(at)
  const decision = decide(sale, { ...said, at, isSameDay, isRung }, deps.rules)
  const release = said.asked === 'STATUS'
  if (said.outcome.kind !== 'NOT_SENT' && said.outcome.code === '17') deps.deposit.doubt()
  if (!decision) {
    if (!release) return { transaction: sale, next: 'NOTHING' }
    const same = await deps.transactions.change(sale, { state: sale.state }, { change: {}, events: [], at, release })
    return { transaction: same ?? sale, next: 'NOTHING' }
  }

  const isOpen = decision.to === 'PROCESSING'
  // Paid is paid, whatever was sent meanwhile. All else speaks only of what had been sent when we asked; and an
  // answer "still open" must not put off the question that a callback has asked for meanwhile.
  const guard = {
    state: sale.state,
    ...(decision.to === 'SUCCESS' ? {} : { sends: sale.sends }),
    ...(isOpen ? { rungAt: sale.rungAt } : {}),
  }
  const events = decision.event ? [decision.event] : []
  const changed = await deps.transactions.change(sale, guard, { change: decision.change, events, at, release })
  if (changed) {
    if (decision.alert) deps.alert(decision.alert, aboutSale(changed))
    logMove(sale, changed, said, deps)
    return { transaction: changed, next: decision.next }
  }
  return overtaken(sale, said, deps)
}

/**
 * Somebody else was first. What they made of it stands; if it contradicts what we heard, that is written down. Where the
 * biller only rang, what we heard is written down beside it, and it stays due.
 */
async function overtaken(sale: Transaction, said: Said, deps: SettleDeps): Promise<Recorded> {
  const current = await deps.transactions.byId(sale.id)
  if (!current) return { transaction: sale, next: 'NOTHING' }
  if (isFinal(current.state) && current.state !== sale.state) return recordOutcome(current, said, deps)
  const isRung = current.rungAt?.getTime() !== sale.rungAt?.getTime()
  if (isRung && current.state === 'PROCESSING' && current.sends === sale.sends) {
    return recordOutcome(current, said, deps, { isRung })
  }
  return { transaction: current, next: 'NOTHING' }
}

/** Asks the biller how a sale stands. */
export async function askStatus(
  sale: Transaction,
  { biller, heard }: Pick<Deps, 'biller' | 'heard'>,
): Promise<Outcome> {
  const outcome = await (sale.productType === 'PREPAID'
    ? biller.checkPrepaidStatus(sale.refId)
    : biller.checkBillStatus(sale.refId))
  heard('STATUS', outcome)
  return outcome
}

/**
 * Asks once how a sale stands and does what follows: records the answer, sends the purchase again where that is safe.
 * Whoever calls holds the lease, which is given back.
 */
export async function checkAndSettle(sale: Transaction, actor: string, deps: SettleDeps): Promise<Transaction> {
  const outcome = await askStatus(sale, deps)
  const { transaction, next } = await recordOutcome(sale, { asked: 'STATUS', outcome, actor }, deps)
  return next === 'SEND_AGAIN' ? sendAgain(transaction, deps) : transaction
}

/** Sends the same purchase again under the same number. That it is sent stands in the database before it is. */
async function sendAgain(sale: Transaction, deps: SettleDeps): Promise<Transaction> {
  const at = deps.now()
  const event: TransactionEvent = { at, type: 'SENT', actor: SYSTEM, from: null, to: null, note: 'sent again' }
  const marked = await deps.transactions.change(
    sale,
    { state: 'PROCESSING', sends: sale.sends },
    { change: sendingMark(sale.sends + 1, at, deps), events: [event], at },
  )
  if (!marked) return (await deps.transactions.byId(sale.id)) ?? sale
  deps.logger.info({ invoice: sale.invoice, sends: marked.sends }, 'a purchase is sent again under its number')
  const outcome = await purchase(marked, deps)
  return (await recordOutcome(marked, { asked: 'REPEAT', outcome, actor: SYSTEM }, deps)).transaction
}

/** What is written down before a purchase is sent. */
export function sendingMark(sends: number, at: Date, { rules }: Pick<Deps, 'rules'>) {
  return {
    sends,
    lastSentAt: at,
    sendingUntil: new Date(at.getTime() + rules.callMs),
    unknownAnswers: 0,
    nextCheckAt: firstCheckAfter(at, rules),
  }
}

/** Buys: the one place from which money can be spent. The sale is stored, and marked as sent, before. */
export async function purchase(
  sale: Transaction,
  { biller, heard, now, logger }: Pick<Deps, 'biller' | 'heard' | 'now' | 'logger'>,
): Promise<Outcome> {
  // A process that was suspended since it marked the sale no longer speaks for it: others may have sent or settled it.
  if (sale.sendingUntil !== null && now() > sale.sendingUntil) {
    logger.warn({ invoice: sale.invoice }, 'a purchase was not sent: its time had passed')
    const cause = 'not sent, its time had passed'
    return { kind: 'INCONCLUSIVE', code: null, message: null, trId: null, cause, alarm: false }
  }
  const isRepeat = sale.sends > 1
  const outcome = await (sale.productType === 'PREPAID'
    ? biller.topUp({
        refId: sale.refId,
        customerId: sale.customerNumber,
        productCode: sale.productCode,
        isRepeat,
      })
    : biller.payBill({ refId: sale.refId, trId: sale.trId ?? '', isRepeat }))
  heard('PURCHASE', outcome)
  return outcome
}

function logMove(before: Transaction, after: Transaction, { asked, actor }: Said, { logger }: SettleDeps): void {
  if (before.state === after.state) return
  logger.info(
    {
      ...aboutSale(after),
      from: before.state,
      to: after.state,
      by: asked,
      actor: actor === SYSTEM ? SYSTEM : 'person',
    },
    'a transaction was settled',
  )
}

function aboutSale(sale: Transaction): Record<string, unknown> {
  return { invoice: sale.invoice, rc: sale.responseCode, number: maskedNumber(sale.customerNumber) }
}
