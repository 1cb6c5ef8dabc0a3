import type { Logger } from '@setrum/service-runtime'
import { startJob } from '@setrum/subgraph-kit'

const EVERY_FIVE_MINUTES = '*/5 * * * *'
/** Short, because the counter cannot sell before the first price list. */
const EVERY_SECOND = '* * * * * *'

export interface ProductRefresh {
  /** Whether both price lists were stored at least once since the start. */
  hasSucceeded: () => boolean
  stop: () => void
}

/** Refreshes the products at once, every second until the first success, and every five minutes. */
export function startProductRefresh(options: { refresh: () => Promise<boolean>; logger: Logger }): ProductRefresh {
  const { logger } = options
  let hasSucceeded = false
  const refresh = async () => {
    hasSucceeded = (await options.refresh()) || hasSucceeded
  }
  const regular = startJob({ name: 'product-refresh', schedule: EVERY_FIVE_MINUTES, run: refresh, logger })
  const initial = startJob({
    name: 'initial-product-refresh',
    schedule: EVERY_SECOND,
    run: async () => {
      if (!hasSucceeded) await refresh()
      if (hasSucceeded) initial.stop()
    },
    logger,
  })
  void initial.trigger()
  return {
    hasSucceeded: () => hasSucceeded,
    stop: () => {
      regular.stop()
      initial.stop()
    },
  }
}
