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
  let running: Promise<void> | null = null
  /** Starts a rebuild or joins the one in progress: all callers share it. */
  const trigger = () => {
    running ??= rebuildRollups(deps, () => isStopped)
      .catch((err: unknown) => {
        deps.logger.warn({ event: 'rollups.failed', err }, 'a rebuild of sales rollups failed; the next run retries')
      })
      .finally(() => {
        running = null
        pendingPeriods.clear()
      })
    return running
  }
  const job = startJob({ name: 'maintain-rollups', schedule: '*/30 * * * * *', run: trigger, logger: deps.logger })
  return {
    trigger,
    isRebuilding: () => running !== null,
    rebuildFor: (period) => (pendingPeriods.has(period) ? running : null),
    catchUp: (period) => {
      pendingPeriods.add(period)
      return trigger()
    },
    stop: () => {
      isStopped = true
      job.stop()
    },
  }
}
