import { Cron } from 'croner'
import { type RefreshDeps, refreshProducts } from '../services/refresh-products.js'

/** Short, because the counter cannot sell before the first price list. */
const RETRY_MS = 1_000

export interface ProductRefresh {
  /** Whether both price lists were stored at least once since the start. */
  hasSucceeded: () => boolean
  stop: () => void
}

/** Refreshes the products at once, every second until the first success, and every five minutes. */
export function startProductRefresh(deps: RefreshDeps): ProductRefresh {
  let hasSucceeded = false
  let timer: NodeJS.Timeout | undefined
  let isStopped = false
  const attempt = async () => {
    try {
      hasSucceeded = (await refreshProducts(deps)) || hasSucceeded
    } catch (err) {
      if (!isStopped) deps.logger.warn({ event: 'products.refresh_failed', err }, 'products could not be refreshed')
    }
  }
  const retryUntilSuccess = async () => {
    await attempt()
    if (!hasSucceeded && !isStopped) timer = setTimeout(retryUntilSuccess, RETRY_MS)
  }
  void retryUntilSuccess()
  const job = new Cron('*/5 * * * *', { protect: true }, attempt)
  return {
    hasSucceeded: () => hasSucceeded,
    stop: () => {
      isStopped = true
      clearTimeout(timer)
      job.stop()
    },
  }
}
