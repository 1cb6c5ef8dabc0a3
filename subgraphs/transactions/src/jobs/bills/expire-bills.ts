import { Cron } from 'croner'
import type { Deps } from '../../context.js'

/** Once a minute: bills of yesterday that nobody paid are over. */
export function expireBills({ transactions, now, logger }: Pick<Deps, 'transactions' | 'now' | 'logger'>): {
  stop: () => void
} {
  const job = new Cron('* * * * *', { protect: true }, async () => {
    try {
      const count = await transactions.expireBills(now())
      if (count > 0) logger.info({ count }, 'bills of an earlier day expired')
    } catch (err) {
      logger.warn({ err }, 'bills could not be expired yet')
    }
  })
  return { stop: () => job.stop() }
}
