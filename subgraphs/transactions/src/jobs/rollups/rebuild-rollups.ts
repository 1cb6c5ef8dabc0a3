import { type Job, startJob } from '@setrum/subgraph-kit'
import type { Deps } from '../../context.js'
import { rebuildBucket } from '../../services/rollups/rebuild-bucket.js'

/** Sums what is over, twice a minute, so that sales figures of a long time cost as little as those of a day. */
export function rebuildRollups(deps: Pick<Deps, 'transactions' | 'figures' | 'sums' | 'logger'>): Job {
  const { figures, logger } = deps
  let isStopped = false
  const job = startJob({
    name: 'rebuild-rollups',
    schedule: '*/30 * * * * *',
    run: async () => {
      for (const unit of await figures.bucketsToRebuild()) {
        if (isStopped) return
        await rebuildBucket(unit, deps)
      }
    },
    logger,
  })
  return {
    trigger: job.trigger,
    stop: () => {
      isStopped = true
      job.stop()
    },
  }
}
