import type { Deps } from '../../context.js'

const BATCH = 500

/**
 * Takes rows of the old system in, batch by batch until there are none, or at most so many batches: before every list
 * and sum one, since somebody may copy rows in while we run, and no reader waits for fifty thousand of them. One look at
 * an index when there is nothing to do.
 */
export async function adoptOldRows(
  { transactions, logger }: Pick<Deps, 'transactions' | 'logger'>,
  { batches = 1 }: { batches?: number } = {},
): Promise<void> {
  let count = 0
  for (let batch = 0; batch < batches; batch += 1) {
    const adopted = await transactions.adopt(BATCH)
    count += adopted
    if (adopted < BATCH) break
  }
  if (count > 0) logger.info({ count }, 'rows of the old system were taken in')
}
