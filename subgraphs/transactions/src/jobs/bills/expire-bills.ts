import { Cron } from 'croner'
import type { Deps } from '../../context.js'

/** Once a minute: unpaid bills of earlier days expire. Idempotent. */
export function expireBills({ transactions, now, logger }: Pick<Deps, 'transactions' | 'now' | 'logger'>): {
  stop: () => void
} {
  const job = new Cron('* * * * *', { protect: true }, async () => {
    try {
      const count = await transactions.expireBills(now())
      if (count > 0) logger.info({ event: 'bills.expired', count }, 'unpaid bills of earlier days expired')
    } catch (err) {
      logger.warn({ event: 'bills.expiry_failed', err }, 'unpaid bills could not be expired yet')
    }
  })
  return { stop: () => job.stop() }
}
