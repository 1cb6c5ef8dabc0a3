import { setTimeout as sleep } from 'node:timers/promises'
import type { Deps } from '../../context.js'
import { fillInBatches } from '../fill-in-batches.js'

const PROGRESS_ROWS = 10_000
/** Pause after a batch in relation to its time: the fill takes a tenth of the database's time, beside rollups and sales. */
const PAUSE_FACTOR = 9
/** The fill goes on where the database is slow, too, and a stop does not wait longer. */
const MAX_PAUSE_MS = 1_000

/**
 * Gives sales of an earlier version their search terms, batch by batch until there are none; until then a search lacks
 * them. Idempotent: the next run goes on after a failure. Without such sales it costs one index lookup.
 */
export async function fillSearchTerms({
  transactions,
  background,
  logger,
}: Pick<Deps, 'transactions' | 'background' | 'logger'>): Promise<void> {
  const report = (count: number, isDone: boolean) =>
    logger.info({ event: 'search_terms.filled', count, isDone }, 'sales of an earlier version got their search terms')
  const count = await fillInBatches(transactions.fillSearchTerms, {
    isStopped: background.isDraining,
    pause: (batchMs) => sleep(Math.min(PAUSE_FACTOR * batchMs, MAX_PAUSE_MS)),
    onProgress: (soFar) => {
      if (soFar % PROGRESS_ROWS === 0) report(soFar, false)
    },
  })
  if (count > 0) report(count, !background.isDraining())
}
