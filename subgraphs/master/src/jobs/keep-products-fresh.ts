import { startJob } from '@setrum/subgraph-kit'
import { type RefreshDeps, refreshProducts } from '../services/refresh-products.js'

const EVERY_FIVE_MINUTES = '*/5 * * * *'
/** Until the first list is there the counter cannot sell: the biller is queried again soon. */
const EVERY_SECOND = '* * * * * *'

export interface ProductsJob {
  /** Whether the price lists were read at least once since the start. */
  hasRun: () => boolean
  stop: () => void
}

/** Reads the price lists now, and every five minutes from then on. */
export function keepProductsFresh(deps: RefreshDeps): ProductsJob {
  const { logger } = deps
  let hasRun = false
  const refresh = async () => {
    hasRun = (await refreshProducts(deps)) || hasRun
  }
  const regular = startJob({ name: 'refresh-products', schedule: EVERY_FIVE_MINUTES, run: refresh, logger })
  const untilFirst = startJob({
    name: 'read-first-products',
    schedule: EVERY_SECOND,
    run: async () => {
      if (!hasRun) await refresh()
      if (hasRun) untilFirst.stop()
    },
    logger,
  })
  void untilFirst.trigger()
  return {
    hasRun: () => hasRun,
    stop: () => {
      regular.stop()
      untilFirst.stop()
    },
  }
}
