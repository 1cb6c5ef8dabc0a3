import { setTimeout as sleep } from 'node:timers/promises'
import { DomainError } from '@setrum/subgraph-kit'
import type { Deps } from '../../context.js'
import { SYSTEM, type Transaction } from '../../domain/transaction.js'
import { billerUnavailable } from './biller-refusal.js'
import type { Reservation } from './deposit.js'
import { purchase, recordOutcome } from '../settlement/settle.js'

/**
 * Sends a sale that is stored and marked as sent, for the first time, and answers when the biller has answered, or
 * after a while with the sale as it stands; the call then goes on by itself.
 *
 * @param reserved what the sale holds of the deposit
 * @throws BILLER_UNAVAILABLE when no connection could be made: nothing left us, the sale is recorded as FAILED
 */
export async function submitPurchase(sale: Transaction, reserved: Reservation, deps: Deps): Promise<Transaction> {
  const underWay = deps.background.track(sendFirst(sale, reserved, deps))
  const timeout = new AbortController()
  const asItStands = sleep(deps.answerMs, undefined, { signal: timeout.signal }).then(
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
  reserved.sent()
  const outcome = await purchase(sale, deps)
  if (outcome.kind === 'NOT_SENT') reserved.giveBack()
  else reserved.spent()
  try {
    const { transaction } = await recordOutcome(sale, { asked: 'PURCHASE', outcome, actor: SYSTEM }, deps)
    if (outcome.kind === 'NOT_SENT' && transaction.state === 'FAILED') throw billerUnavailable(null, outcome.cause)
    return transaction
  } catch (err) {
    if (err instanceof DomainError) throw err
    // The answer could not be written down. The sale is stored and open: reconciliation asks for it again.
    deps.logger.error({ err, invoice: sale.invoice }, 'the answer to a purchase could not be recorded')
    return sale
  }
}
