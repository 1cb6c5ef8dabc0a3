import { Cron } from 'croner'
import type { Deps } from '../../context.js'
import { rebuildBucket } from '../../services/rollups/rebuild-bucket.js'

/** Twice a minute: what is over is summed, so that figures of a long time cost as little as those of a day. */
export function rebuildRollups(deps: Pick<Deps, 'transactions' | 'figures' | 'sums' | 'logger'>): {
  run: () => Promise<void>
  stop: () => void
} {
  const { figures, logger } = deps
  let isStopped = false
  const run = async () => {
    try {
      for (const unit of await figures.bucketsToRebuild()) {
        if (isStopped) return
        await rebuildBucket(unit, deps)
      }
    } catch (err) {
      logger.warn({ err }, 'figures could not be summed yet; they are added up from the transactions')
    }
  }
  const job = new Cron('*/30 * * * * *', { protect: true }, run)
  return {
    run,
    stop: () => {
      isStopped = true
      job.stop()
    },
  }
}
