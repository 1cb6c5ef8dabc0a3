import type { Deps } from '../context.js'

const BATCH = 500

/**
 * Takes rows of the old system in, batch by batch until there are none: before every list and sum, since somebody may
 * copy them in while we run. One look at an index when there is nothing to do.
 */
export async function adoptOldRows({ transactions, logger }: Pick<Deps, 'transactions' | 'logger'>): Promise<void> {
  let count = 0
  for (;;) {
    const adopted = await transactions.adopt(BATCH)
    count += adopted
    if (adopted < BATCH) break
  }
  if (count > 0) logger.info({ count }, 'rows of the old system were taken in')
}
