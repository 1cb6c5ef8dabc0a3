import { Cron } from 'croner'
import { type RebuildDeps, rebuildRollups } from '../../services/rollups/rebuild-rollups.js'

/** Twice a minute: rolls up what is closed, so that sums of a long time cost as little as those of a day. */
export function keepRollups(deps: RebuildDeps): {
  /** Rebuilds now, or waits for the run that is under way. Never rejects. */
  run: () => Promise<void>
  stop: () => void
} {
  let isStopped = false
  let running: Promise<void> | null = null
  const rebuild = async () => {
    try {
      await rebuildRollups(deps, () => isStopped)
    } catch (err) {
      deps.logger.warn({ event: 'rollups.failed', err }, 'sales rollups could not be rebuilt; the next run tries again')
    }
  }
  const run = () => {
    running ??= rebuild().finally(() => {
      running = null
    })
    return running
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
