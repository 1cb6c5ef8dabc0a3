import { type Job, startJob } from '@setrum/subgraph-kit'
import type { Deps } from '../../context.js'
import { backfillLegacyRows } from '../../services/legacy/backfill-legacy-rows.js'

/**
 * Rows of the old system that are copied in while this process runs get our columns within three seconds, or as soon as
 * the database is back. Until then they can be read by their id, and lists with a filter, totals and the export lack
 * them. Rows that were there at the start have got them before the process is ready.
 */
export function runLegacyBackfill(deps: Pick<Deps, 'transactions' | 'salesRollups' | 'logger'>): Job {
  return startJob({
    name: 'legacy-backfill',
    schedule: '*/2 * * * * *',
    run: () => backfillLegacyRows(deps),
    logger: deps.logger,
  })
}
