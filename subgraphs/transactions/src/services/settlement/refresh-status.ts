import { setTimeout as sleep } from 'node:timers/promises'
import type { Outcome } from '@setrum/iak'
import type { UserViewer } from '@setrum/subgraph-kit'
import type { Deps } from '../../context.js'
import { isOpenPhase } from '../../domain/settlement/phase.js'
import type { Transaction } from '../../domain/transaction.js'
import { findVisible } from '../listing/row-level-authorization.js'
import { checkAndSettle, queryStatus, recordOutcome } from './settle.js'

/** Most time that a caller waits for a query that is under way. */
const WAIT_MS = 8_000
const POLL_MS = 100

/**
 * Queries the biller for a sale and records the response; a transaction that is settled, or was never sent, is returned as
 * it is.
 * @throws NOT_FOUND
 */
export async function checkTransactionStatus(id: string, viewer: UserViewer, deps: Deps): Promise<Transaction> {
  const transaction = await findVisible(id, viewer, deps)
  return isOpenPhase(transaction.phase) ? refreshStatus(transaction, viewer.userId, deps) : transaction
}

/**
 * Queries the biller for an open sale on behalf of a user, under the same lease as the reconciler: when a query is under
 * way already, its result is awaited.
 */
export async function refreshStatus(sale: Transaction, actor: string, deps: Deps): Promise<Transaction> {
  const claimed = await claimInTime(sale, deps)
  if (claimed) return checkAndSettle(claimed, actor, deps)
  return (await deps.transactions.byId(sale.id)) ?? sale
}

/**
 * The same before a resolution by hand: nothing is sent again.
 * @returns the outcome of the query; null when none was made, because the sale is settled or a query is under way
 */
export async function checkBeforeManualResolution(
  sale: Transaction,
  actor: string,
  deps: Deps,
): Promise<{ transaction: Transaction; outcome: Outcome | null }> {
  const claimed = await claimInTime(sale, deps)
  if (!claimed) return { transaction: (await deps.transactions.byId(sale.id)) ?? sale, outcome: null }
  const outcome = await queryStatus(claimed, deps)
  const { transaction } = await recordOutcome(claimed, { request: 'STATUS', outcome, actor, mayRetry: false }, deps)
  return { transaction, outcome }
}

async function claimInTime(sale: Transaction, deps: Deps): Promise<Transaction | null> {
  const lease = () => ({ owner: `${deps.owner} by hand`, until: new Date(deps.now().getTime() + deps.rules.callMs) })
  const deadline = performance.now() + WAIT_MS
  for (;;) {
    const claimed = await deps.transactions.claim(sale.id, lease(), deps.now())
    if (claimed || performance.now() > deadline) return claimed
    const current = await deps.transactions.byId(sale.id)
    if (!current || !isOpenPhase(current.phase)) return null
    await sleep(POLL_MS)
  }
}
