import { singleFlight } from '@setrum/service-runtime'
import { type Job, startJob } from '@setrum/subgraph-kit'
import { type RebuildDeps, rebuildRollups } from '../../services/rollups/rebuild-rollups.js'

export interface RollupMaintenance extends Job {
  isRebuilding: () => boolean
  /** The rebuild in progress if queries of this period have to wait for it; null when they may read. */
  rebuildFor: (period: string) => Promise<void> | null
  /** Rebuilds for a period that has too many dirty sales; until its end `rebuildFor` returns it. Never rejects. */
  catchUp: (period: string) => Promise<void>
}

/** Rolls up closed buckets, twice a minute, so that totals of a long period cost as little as those of a day. */
export function maintainRollups(deps: RebuildDeps): RollupMaintenance {
  let isStopped = false
  const pendingPeriods = new Set<string>()
  // All callers share the rebuild in progress.
  const rebuild = singleFlight(() =>
    rebuildRollups(deps, () => isStopped)
      .catch((err: unknown) => {
        deps.logger.warn({ event: 'rollups.failed', err }, 'a rebuild of sales rollups failed; the next run retries')
      })
      .finally(() => pendingPeriods.clear()),
  )
  const job = startJob({ name: 'maintain-rollups', schedule: '*/30 * * * * *', run: rebuild.run, logger: deps.logger })
  return {
    trigger: rebuild.run,
    isRebuilding: () => rebuild.current() !== null,
    rebuildFor: (period) => (pendingPeriods.has(period) ? rebuild.current() : null),
    catchUp: (period) => {
      pendingPeriods.add(period)
      return rebuild.run()
    },
    stop: () => {
      isStopped = true
      job.stop()
    },
  }
}
