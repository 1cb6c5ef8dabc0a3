import { setTimeout as sleep } from 'node:timers/promises'
import { DomainError } from '@setrum/subgraph-kit'
import type { Deps } from '../../context.js'
import { statusOf } from '../../domain/settlement/phase.js'
import { SYSTEM, type Transaction } from '../../domain/transaction.js'
import { recordOutcome, submit } from '../settlement/settle.js'
import { billerUnavailable } from './biller-refusal.js'
import type { Reservation } from './deposit.js'

/**
 * Sends the first attempt of a sale, which is stored. Returns after the response of the biller, or after the
 * response time-out with the sale as it stands; the call then goes on in the background.
 *
 * @param reserved the part of the deposit that the sale holds
 * @throws BILLER_UNAVAILABLE when no connection could be made: nothing was sent, the sale is recorded as FAILED
 */
export async function submitPurchase(sale: Transaction, reserved: Reservation, deps: Deps): Promise<Transaction> {
  const underWay = deps.background.track(sendFirst(sale, reserved, deps))
  const timeout = new AbortController()
  const asItStands = sleep(deps.responseTimeoutMs, undefined, { signal: timeout.signal }).then(
    async () => (await deps.transactions.byId(sale.id)) ?? sale,
    () => sale,
  )
  try {
    return await Promise.race([underWay, asItStands])
  } finally {
    timeout.abort()
  }
}

async function sendFirst(sale: Transaction, reserved: Reservation, deps: Deps): Promise<Transaction> {
  const outcome = await submit(sale, deps)
  const ended = outcome.kind === 'NOT_SENT' ? reserved.release() : reserved.commit()
  try {
    const { transaction } = await recordOutcome(sale, { request: 'PURCHASE', outcome, actor: SYSTEM }, deps)
    if (outcome.kind === 'NOT_SENT' && statusOf(transaction) === 'FAILED') throw billerUnavailable(null, outcome.cause)
    return transaction
  } catch (err) {
    if (err instanceof DomainError) throw err
    // The response could not be stored. The sale is stored and open: the reconciler queries it.
    deps.logger.error(
      { event: 'sale.response_not_recorded', err, invoice: sale.invoice },
      'the response to a purchase could not be recorded',
    )
    return sale
  } finally {
    await ended
  }
}
