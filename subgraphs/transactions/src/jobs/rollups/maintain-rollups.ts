import { singleFlight } from '@setrum/service-runtime'
import { type Job, startJob } from '@setrum/subgraph-kit'
import { type RebuildDeps, rebuildRollups } from '../../services/rollups/rebuild-rollups.js'

export interface RollupMaintenance extends Job {
  isRebuilding: () => boolean
  /** Whether a rebuild for this period is in progress: its totals cannot be read before its end. */
  isCatchingUp: (period: string) => boolean
  /** Rebuilds for a period that has too many dirty sales. Never rejects. */
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
    isCatchingUp: (period) => rebuild.current() !== null && pendingPeriods.has(period),
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
