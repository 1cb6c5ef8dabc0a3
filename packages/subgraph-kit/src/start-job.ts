import type { Logger } from '@setrum/service-runtime'
import { Cron } from 'croner'

export interface JobOptions {
  /** Names the job in the log. */
  name: string
  /** A cron pattern; six fields begin with seconds. */
  schedule: string
  run: () => Promise<void>
  logger: Logger
}

export interface Job {
  /** Runs it now, in addition to the schedule. Never rejects. */
  trigger: () => Promise<void>
  stop: () => void
}

/**
 * Starts a job that runs on a schedule, in this process. A run is skipped while the one before is under way; a run that
 * fails is logged, and the schedule goes on.
 */
export function startJob({ name, schedule, run, logger }: JobOptions): Job {
  const job = new Cron(schedule, { protect: true }, async () => {
    try {
      await run()
    } catch (err) {
      if (!job.isStopped()) logger.warn({ event: 'job.failed', job: name, err }, 'a job failed; its schedule goes on')
    }
  })
  return { trigger: () => job.trigger(), stop: () => job.stop() }
}
