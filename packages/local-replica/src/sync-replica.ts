import type { Logger } from '@setrum/service-runtime'
import { startJob } from '@setrum/subgraph-kit'
import type { LocalReplica } from './local-replica.js'

/** For data whose changes must hold within five seconds. */
export const EVERY_TWO_SECONDS = '*/2 * * * * *'

/**
 * Refreshes a replica now and then on a schedule. An empty one is refreshed every two seconds, whatever the schedule.
 * @param schedule a cron pattern with seconds
 */
export function syncReplica(
  replica: Pick<LocalReplica<unknown>, 'name' | 'all' | 'refresh'>,
  { schedule, logger }: { schedule: string; logger: Logger },
): { stop: () => void } {
  const job = (pattern: string, isDue: () => boolean) =>
    startJob({
      name: `sync-replica ${replica.name}`,
      schedule: pattern,
      run: async () => {
        if (isDue()) await replica.refresh()
      },
      logger,
    })
  const jobs = [job(schedule, () => true)]
  if (schedule !== EVERY_TWO_SECONDS) jobs.push(job(EVERY_TWO_SECONDS, () => replica.all().length === 0))
  void replica.refresh()
  return {
    stop: () => {
      for (const { stop } of jobs) stop()
    },
  }
}
