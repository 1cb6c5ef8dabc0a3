import type { Deps } from '../../context.js'

/** Small, because other requests wait for the database meanwhile. */
const BATCH = 100

/**
 * Gives rows of the old system our columns, batch by batch until there are none. Idempotent; several processes may do it
 * at once. Without such rows it costs one index lookup.
 * @param onProgress receives the number of rows so far
 */
export async function backfillLegacyRows(
  { transactions, salesRollups, logger }: Pick<Deps, 'transactions' | 'salesRollups' | 'logger'>,
  onProgress: (count: number) => void = () => {},
): Promise<void> {
  let count = 0
  for (;;) {
    const filled = await transactions.backfill(BATCH, salesRollups.invalidate)
    count += filled
    if (filled < BATCH) break
    onProgress(count)
  }
  if (count > 0) logger.info({ event: 'legacy.backfilled', count }, 'rows of the old system got our columns')
}
