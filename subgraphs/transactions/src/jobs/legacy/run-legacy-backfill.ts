import { Cron } from 'croner'
import type { Deps } from '../../context.js'
import { backfillLegacyRows } from '../../services/legacy/backfill-legacy-rows.js'

/**
 * Rows of the old system that are copied in while this process runs get our columns within three seconds, or as soon as
 * the database is back. Until then they can be read by their id, and lists with a filter, totals and the export lack
 * them. Rows that were there at the start have got them before the process is ready.
 */
export function runLegacyBackfill(deps: Pick<Deps, 'transactions' | 'logger'>): { stop: () => void } {
  const job = new Cron('*/2 * * * * *', { protect: true }, async () => {
    try {
      await backfillLegacyRows(deps)
    } catch (err) {
      deps.logger.warn({ event: 'legacy.backfill_failed', err }, 'rows of the old system could not be backfilled yet')
    }
  })
  return { stop: () => job.stop() }
}
