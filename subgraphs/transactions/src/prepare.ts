import { Deadline, migrate } from '@setrum/subgraph-kit'
import type { Connection } from 'mongoose'
import type { Deps } from './context.js'
import type { TransactionModel } from './models/transaction.js'
import { seedTransactions } from './seed/seed.js'
import { backfillLegacyRows } from './services/legacy/backfill-legacy-rows.js'

/** Plain JavaScript beside src/ and dist/, not compiled. */
export const MIGRATIONS = new URL('../migrations/', import.meta.url)

/** The longest time that a start waits for the sales rollups and the search terms. */
const MAX_WAIT_MS = 10_000

/**
 * Prepares the database at start: migrations, replicas, demo sales, legacy backfill, expired bills, rollups,
 * search terms. Idempotent.
 */
export async function prepareTransactions(
  connection: Connection,
  { model, deps, withDemoSales }: { model: TransactionModel; deps: Deps; withDemoSales: boolean },
): Promise<void> {
  const { transactions, salesRollups, rollups, replicas, background, now, timeZone } = deps
  await migrate(connection, MIGRATIONS)
  await Promise.all(Object.values(replicas).map((replica) => replica.load()))
  if (withDemoSales) await seedTransactions({ model, salesRollups }, { now: now(), timeZone })
  await backfillLegacyRows(deps)
  await transactions.expireBills(now())
  // Usually complete before the process is ready; a long history is completed while the process already sells.
  const rest = [background.track(rollups.trigger()), deps.fillSearchTerms()]
  // The jobs repeat what fails.
  await new Deadline(MAX_WAIT_MS).race(Promise.allSettled(rest))
}
