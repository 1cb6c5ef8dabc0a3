import { setTimeout as sleep } from 'node:timers/promises'
import type { Outcome } from '@setrum/iak'
import type { Deps } from '../../context.js'
import type { Transaction } from '../../domain/transaction.js'
import { askStatus, checkAndSettle, recordOutcome } from './settle.js'

/** A person waits at most so long for somebody else's question to the biller to be answered. */
const PATIENCE_MS = 8_000
const LOOK_MS = 100

/**
 * Asks the biller for an open sale because a person wants to know, under the same lease as the reconciler: where
 * somebody is asking already, their answer is waited for.
 */
export async function refreshStatus(sale: Transaction, actor: string, deps: Deps): Promise<Transaction> {
  const claimed = await claimInTime(sale, deps)
  if (claimed) return checkAndSettle(claimed, actor, deps)
  return (await deps.transactions.byId(sale.id)) ?? sale
}

/**
 * The same without sending anything again, for whoever decides by hand.
 * @returns what the biller said, null when it was not asked because the sale is settled or somebody else is asking
 */
export async function checkBeforeManualResolution(
  sale: Transaction,
  actor: string,
  deps: Deps,
): Promise<{ transaction: Transaction; outcome: Outcome | null }> {
  const claimed = await claimInTime(sale, deps)
  if (!claimed) return { transaction: (await deps.transactions.byId(sale.id)) ?? sale, outcome: null }
  const outcome = await askStatus(claimed, deps)
  const { transaction } = await recordOutcome(claimed, { asked: 'STATUS', outcome, actor }, deps)
  return { transaction, outcome }
}

async function claimInTime(sale: Transaction, deps: Deps): Promise<Transaction | null> {
  const lease = () => ({ owner: `${deps.owner} by hand`, until: new Date(deps.now().getTime() + deps.rules.callMs) })
  const deadline = performance.now() + PATIENCE_MS
  for (;;) {
    const claimed = await deps.transactions.claim(sale.id, lease(), deps.now())
    if (claimed || performance.now() > deadline) return claimed
    const current = await deps.transactions.byId(sale.id)
    if (current?.state !== 'PROCESSING') return null
    await sleep(LOOK_MS)
  }
}
