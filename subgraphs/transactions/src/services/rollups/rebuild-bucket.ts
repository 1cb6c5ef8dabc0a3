import type { BucketId } from '../../domain/rollup-bucket.js'
import type { SalesRollups } from '../../models/sales-rollups.js'
import type { SalesTotals } from '../../models/sales-totals.js'
import type { Transactions } from '../../models/transaction.js'

/**
 * Keeps the sums of a stretch of time that is over. The order matters: the marks are read before the transactions are
 * added up, and only those are taken away, and only once the sums are written. A change in between keeps its mark, so
 * that its day goes on being added up anew; a crash in between leaves marks, never a wrong sum. Of two processes that
 * sum the same unit the later one is refused by the version.
 * @returns whether the sums were kept; false when another process was first
 */
export async function rebuildBucket(
  unit: BucketId,
  { transactions, figures, sums }: { transactions: Transactions; figures: SalesTotals; sums: SalesRollups },
): Promise<boolean> {
  const version = (await sums.known([unit])).get(unit) ?? 0
  const marks = await transactions.dirtyTokensIn(unit)
  const added = await figures.scanBucket(unit)
  if (!(await sums.save(unit, version, added))) return false
  // A process whose clock is behind still reads yesterday by its hours: they must not outlive their marks.
  await sums.dropHoursOf(unit)
  await transactions.clearDirty(unit, marks)
  return true
}
