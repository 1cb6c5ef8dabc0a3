import type { Deps } from '../../context.js'

/** Small, because other requests wait for the database meanwhile. */
const BATCH = 100
const PROGRESS_ROWS = 10_000

/**
 * Gives sales of an earlier version their search terms, batch by batch until there are none; until then a search lacks
 * them. Idempotent: an interrupted run goes on at the next start. Without such sales it costs one index lookup.
 */
export async function fillSearchTerms({
  transactions,
  background,
  logger,
}: Pick<Deps, 'transactions' | 'background' | 'logger'>): Promise<void> {
  let count = 0
  while (!background.isDraining()) {
    const filled = await transactions.fillSearchTerms(BATCH)
    count += filled
    const isDone = filled < BATCH
    if (count > 0 && (isDone || count % PROGRESS_ROWS === 0)) {
      logger.info({ event: 'search_terms.filled', count, isDone }, 'sales of an earlier version got their search terms')
    }
    if (isDone) return
  }
}
