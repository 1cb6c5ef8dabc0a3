import { EVERY_TWO_SECONDS, syncReplica } from '@setrum/local-replica'
import { type Job, startJob } from '@setrum/subgraph-kit'
import type { Deps } from '../context.js'
import { backfillLegacyRows } from '../services/legacy/backfill-legacy-rows.js'
import { checkBillCodes } from './bills/check-bill-codes.js'

const EVERY_MINUTE = '* * * * *'
const EVERY_THIRTY_SECONDS = '*/30 * * * * *'

/** Starts the jobs that run by a schedule. Rollups and the reconciler have their own triggers. */
export function startScheduledJobs(deps: Deps): { stop: () => void } {
  const jobs = [
    ...syncReplicas(deps),
    expireBills(deps),
    checkBillCodes(deps),
    runLegacyBackfill(deps),
    runSearchTermFill(deps),
  ]
  return {
    stop: () => {
      for (const job of jobs) job.stop()
    },
  }
}

/** Keeps the replicas current: access and shifts must follow within five seconds, prices within half a minute. */
function syncReplicas({ replicas, logger }: Pick<Deps, 'replicas' | 'logger'>) {
  return [
    syncReplica(replicas.shifts, { schedule: EVERY_TWO_SECONDS, logger }),
    syncReplica(replicas.users, { schedule: EVERY_TWO_SECONDS, logger }),
    // Without a price list nothing can be sold: an empty one is refreshed every two seconds.
    syncReplica(replicas.products, { schedule: EVERY_THIRTY_SECONDS, logger }),
  ]
}

/** Expires the unpaid bills of earlier days. */
function expireBills({ transactions, now, logger }: Pick<Deps, 'transactions' | 'now' | 'logger'>): Job {
  return startJob({
    name: 'expire-bills',
    schedule: EVERY_MINUTE,
    run: async () => {
      const count = await transactions.expireBills(now())
      if (count > 0) logger.info({ event: 'bills.expired', count }, 'bills of an earlier day expired')
    },
    logger,
  })
}

/**
 * Backfills rows of the old system that are copied in while this process runs, within three seconds. Until then they can
 * be read by id, but lists with a filter, totals and the export lack them. Older rows were backfilled at the start.
 */
function runLegacyBackfill(deps: Pick<Deps, 'transactions' | 'salesRollups' | 'logger'>): Job {
  return startJob({
    name: 'legacy-backfill',
    schedule: EVERY_TWO_SECONDS,
    run: () => backfillLegacyRows(deps),
    logger: deps.logger,
  })
}

/** Goes on with the search terms of earlier versions' sales, where the start did not complete them. */
function runSearchTermFill(deps: Pick<Deps, 'fillSearchTerms' | 'logger'>): Job {
  return startJob({
    name: 'fill-search-terms',
    schedule: EVERY_MINUTE,
    run: deps.fillSearchTerms,
    logger: deps.logger,
  })
}
