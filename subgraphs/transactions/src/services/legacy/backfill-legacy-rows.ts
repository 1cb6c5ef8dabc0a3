import type { Deps } from '../../context.js'

const BATCH = 500

/**
 * Gives rows of the old system our columns, batch by batch until there are none. Idempotent; several processes may do it
 * at once. Costs one look at an index when there is nothing to do.
 * @returns how many rows got them
 */
export async function backfillLegacyRows({
  transactions,
  logger,
}: Pick<Deps, 'transactions' | 'logger'>): Promise<number> {
  let count = 0
  for (;;) {
    const filled = await transactions.backfill(BATCH)
    count += filled
    if (filled < BATCH) break
  }
  if (count > 0) logger.info({ event: 'legacy.backfilled', count }, 'rows of the old system got our columns')
  return count
}
