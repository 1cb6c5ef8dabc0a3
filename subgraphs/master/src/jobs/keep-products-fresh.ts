import { Cron } from 'croner'
import { type RefreshDeps, refreshProducts } from '../services/refresh-products.js'

/** Until the first list is there the counter cannot sell: it is asked for again soon. */
const SOON_MS = 1_000

export interface ProductsJob {
  /** Whether the price lists were read at least once since the start. */
  hasRun: () => boolean
  stop: () => void
}

/** Reads the price lists now, and every five minutes from then on. */
export function keepProductsFresh(deps: RefreshDeps): ProductsJob {
  let hasRun = false
  let timer: NodeJS.Timeout | undefined
  let isStopped = false
  const attempt = async () => {
    try {
      hasRun = (await refreshProducts(deps)) || hasRun
    } catch (err) {
      if (!isStopped) deps.logger.warn({ err }, 'the price list could not be kept')
    }
  }
  const untilFirst = async () => {
    await attempt()
    if (!hasRun && !isStopped) timer = setTimeout(untilFirst, SOON_MS)
  }
  void untilFirst()
  const job = new Cron('*/5 * * * *', { protect: true }, attempt)
  return {
    hasRun: () => hasRun,
    stop: () => {
      isStopped = true
      clearTimeout(timer)
      job.stop()
    },
  }
}
