import type { BucketId } from '../../domain/rollup-bucket.js'
import type { SalesRollups } from '../../models/sales-rollups.js'
import type { SalesTotals } from '../../models/sales-totals.js'
import type { Transactions } from '../../models/transaction.js'

/**
 * Rolls a closed bucket up. The order matters: the dirty tokens are read before the transactions are added up, and only
 * those are cleared, and only once the totals are written. A change in between keeps its token, so its bucket stays
 * dirty; a crash in between leaves tokens, never a wrong total. Of two processes that rebuild the same bucket the later
 * one is refused by the version.
 * @returns whether the totals were written; false when the bucket has to be rebuilt again
 */
export async function rebuildBucket(
  bucket: BucketId,
  {
    transactions,
    salesTotals,
    salesRollups,
  }: { transactions: Transactions; salesTotals: SalesTotals; salesRollups: SalesRollups },
): Promise<boolean> {
  const version = (await salesRollups.known([bucket])).get(bucket)?.version ?? null
  // The backfill invalidates a row's bucket before it writes the row, without a dirty token. When no row is left here,
  // each row backfilled so far is in the scan, and each later one changes the version.
  if (await transactions.hasLegacyRows()) return false
  const tokens = await transactions.dirtyTokensIn(bucket)
  const added = await salesTotals.scanBucket(bucket)
  if (!(await salesRollups.save(bucket, version, added))) return false
  // A process with a slow clock still reads yesterday by its hours: their rollups must go before the tokens.
  await salesRollups.dropHoursOf(bucket)
  await transactions.clearDirty(bucket, tokens)
  return true
}
