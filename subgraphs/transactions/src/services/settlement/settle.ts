import type { Outcome, Subject } from '@setrum/iak'
import type { Deps } from '../../context.js'
import type { Observation } from '../../domain/settlement/classify.js'
import { type Decision, decide } from '../../domain/settlement/decide.js'
import { attemptsOf, statusOf } from '../../domain/settlement/phase.js'
import { startOfBillerDay } from '../../domain/settlement/recovery-rules.js'
import { maskedNumber, SYSTEM, type Transaction } from '../../domain/transaction.js'

export type SettleDeps = Pick<
  Deps,
  'transactions' | 'biller' | 'rules' | 'now' | 'deposit' | 'countOutcome' | 'alert' | 'logger' | 'refreshPrices'
>

export type Response = Pick<Observation, 'request' | 'outcome' | 'actor'> & Partial<Pick<Observation, 'mayRetry'>>

interface Recorded {
  transaction: Transaction
  /** The next attempt is stored and has to be sent. */
  submit: boolean
}

/**
 * Records a response of the biller; the only way from a response to a status. One compare-and-set on one document, with the
 * event in the same update. When the transaction changed meanwhile, the response is evaluated again against the change; a
 * repeated or late response changes nothing.
 * @param sale as it was when the request was made
 * @returns the transaction after it
 */
export async function recordOutcome(sale: Transaction, response: Response, deps: SettleDeps): Promise<Recorded> {
  const at = deps.now()
  const isSameDay = sale.createdAt >= startOfBillerDay(at)
  const attempt = attemptsOf(sale).count
  const release = response.request === 'STATUS'
  if (response.outcome.kind !== 'NOT_SENT' && response.outcome.code === '17') await deps.deposit.invalidate()
  let current = sale
  for (;;) {
    const isOvertaken = current !== sale
    const decision = decide(current, { mayRetry: true, ...response, at, isSameDay, attempt, isOvertaken }, deps.rules)
    if (!decision) {
      if (release) await deps.transactions.release(sale.id)
      return { transaction: current, submit: false }
    }
    const changed = await deps.transactions.change(current, {
      ...decision,
      reviewReasons: [...current.reviewReasons, ...decision.newReasons],
      at,
      release,
    })
    if (changed) {
      report(current, changed, decision, response, deps)
      return { transaction: changed, submit: decision.submit }
    }
    const reloaded = await deps.transactions.byId(sale.id)
    if (!reloaded) return { transaction: current, submit: false }
    current = reloaded
  }
}

/** What the responses to a sale must be about. */
function subjectOf({ refId, productCode, customerNumber, customer }: Transaction): Subject {
  const { meterNumber, subscriberId } = customer
  const customerNumbers = [customerNumber, meterNumber, subscriberId].filter((number) => number !== null)
  return { refId, productCode, customerNumbers }
}

/** Queries the status of a sale at the biller. */
export async function queryStatus(
  sale: Transaction,
  { biller, countOutcome }: Pick<Deps, 'biller' | 'countOutcome'>,
): Promise<Outcome> {
  const outcome = await (sale.productType === 'PREPAID'
    ? biller.checkPrepaidStatus(sale.refId, subjectOf(sale))
    : biller.checkBillStatus(sale.refId, subjectOf(sale)))
  countOutcome('STATUS', outcome)
  return outcome
}

/**
 * Queries the status of a sale once, records the response, and sends the purchase again if that is safe. The caller holds
 * the lease; it is released.
 */
export async function checkAndSettle(sale: Transaction, actor: string, deps: SettleDeps): Promise<Transaction> {
  const outcome = await queryStatus(sale, deps)
  const { transaction, submit } = await recordOutcome(sale, { request: 'STATUS', outcome, actor }, deps)
  return submit ? retry(transaction, deps) : transaction
}

/** Sends the purchase again under the same ref id. The attempt is stored already. */
async function retry(sale: Transaction, deps: SettleDeps): Promise<Transaction> {
  const { invoice } = sale
  deps.logger.info({ event: 'sale.retried', invoice, attempt: attemptsOf(sale).count }, 'a purchase is sent again')
  const outcome = await submit(sale, deps)
  return (await recordOutcome(sale, { request: 'RETRY', outcome, actor: SYSTEM }, deps)).transaction
}

/** Sends a purchase; the only place that spends money. The attempt is stored before. */
export async function submit(
  sale: Transaction,
  { biller, countOutcome, now, logger }: Pick<Deps, 'biller' | 'countOutcome' | 'now' | 'logger'>,
): Promise<Outcome> {
  const { count, deadline } = attemptsOf(sale)
  // A process that was suspended after it stored the attempt must not send: another may have retried or settled.
  if (deadline === null || now() > deadline) {
    logger.warn({ event: 'sale.attempt_missed', invoice: sale.invoice }, 'an attempt was not sent: its deadline passed')
    const cause = 'not sent, the deadline of the attempt had passed'
    return { kind: 'INCONCLUSIVE', code: null, message: null, trId: null, cause, alarm: false }
  }
  const isRepeat = count > 1
  const outcome = await (sale.productType === 'PREPAID'
    ? biller.topUp({ ...subjectOf(sale), customerId: sale.customerNumber, isRepeat })
    : biller.payBill({ ...subjectOf(sale), trId: sale.trId ?? '', isRepeat }))
  countOutcome('PURCHASE', outcome)
  return outcome
}

function report(
  before: Transaction,
  after: Transaction,
  { newReasons }: Decision,
  { request, actor }: Response,
  { alert, logger, refreshPrices }: SettleDeps,
): void {
  const about = { ...nameForLog(after), rc: after.responseCode }
  const [from, to] = [statusOf(before), statusOf(after)]
  if (newReasons.length > 0) alert('sale.review_required', { ...about, reasons: newReasons })
  // The price list that the sale relied on is out of date. A bill relies on none.
  if (newReasons.includes('COST_MISMATCH') && after.productType === 'PREPAID') refreshPrices()
  if (from === to) return
  const by = actor === SYSTEM ? SYSTEM : 'person'
  logger.info({ event: 'sale.settled', ...about, from, to, request, actor: by }, 'a transaction was settled')
}

/** Identifies a sale in the log and in alerts. */
export const nameForLog = ({ invoice, customerNumber }: Pick<Transaction, 'invoice' | 'customerNumber'>) => ({
  invoice,
  number: maskedNumber(customerNumber),
})
