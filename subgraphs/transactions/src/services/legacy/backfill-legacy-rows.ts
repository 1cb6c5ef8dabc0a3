import type { Deps } from '../../context.js'
import { fillInBatches } from '../fill-in-batches.js'

/**
 * Gives rows of the old system our columns, batch by batch until there are none. Idempotent; several processes may do it
 * at once. Without such rows it costs one index lookup.
 * @param onProgress receives the number of rows so far
 */
export async function backfillLegacyRows(
  { transactions, salesRollups, logger }: Pick<Deps, 'transactions' | 'salesRollups' | 'logger'>,
  onProgress: (count: number) => void = () => {},
): Promise<void> {
  const fill = (atMost: number) => transactions.backfill(atMost, salesRollups.invalidate)
  const count = await fillInBatches(fill, { onProgress })
  if (count > 0) logger.info({ event: 'legacy.backfilled', count }, 'rows of the old system got our columns')
}
