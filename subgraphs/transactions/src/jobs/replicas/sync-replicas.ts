import { EVERY_TWO_SECONDS, syncReplica } from '@setrum/local-replica'
import type { Logger } from '@setrum/service-runtime'
import type { Deps } from '../../context.js'

const EVERY_THIRTY_SECONDS = '*/30 * * * * *'

/** Keeps the replicas current: who may sell, and when, must hold within five seconds; prices within half a minute. */
export function syncReplicas({ shifts, people, products }: Deps['copies'], logger: Logger): { stop: () => void } {
  const syncs = [
    syncReplica(shifts, { schedule: EVERY_TWO_SECONDS, logger }),
    syncReplica(people, { schedule: EVERY_TWO_SECONDS, logger }),
    // Without a price list nothing can be sold: an empty one is refreshed every two seconds.
    syncReplica(products, { schedule: EVERY_THIRTY_SECONDS, logger }),
  ]
  return {
    stop: () => {
      for (const { stop } of syncs) stop()
    },
  }
}
