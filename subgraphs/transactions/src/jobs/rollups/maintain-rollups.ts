import { type Job, startJob } from '@setrum/subgraph-kit'
import { type RebuildDeps, rebuildRollups } from '../../services/rollups/rebuild-rollups.js'

export interface RollupMaintenance extends Job {
  /** True while a query waits for a rebuild, because too many sales are not rolled up. */
  isBehind: () => boolean
  /** Rebuilds for a query that needs it. Never rejects. */
  catchUp: () => Promise<void>
}

/** Rolls up closed buckets, twice a minute, so that totals of a long period cost as little as those of a day. */
export function maintainRollups(deps: RebuildDeps): RollupMaintenance {
  let isStopped = false
  let isBehind = false
  let running: Promise<void> | null = null
  /** Starts a rebuild or joins the one in progress: all callers share it. */
  const trigger = () => {
    running ??= rebuildRollups(deps, () => isStopped)
      .catch((err: unknown) => {
        deps.logger.warn({ event: 'rollups.failed', err }, 'a rebuild of sales rollups failed; the next run retries')
      })
      .finally(() => {
        running = null
        isBehind = false
      })
    return running
  }
  const job = startJob({ name: 'maintain-rollups', schedule: '*/30 * * * * *', run: trigger, logger: deps.logger })
  return {
    trigger,
    isBehind: () => isBehind,
    catchUp: () => {
      isBehind = true
      return trigger()
    },
    stop: () => {
      isStopped = true
      job.stop()
    },
  }
}
