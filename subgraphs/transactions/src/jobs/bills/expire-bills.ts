import { type Job, startJob } from '@setrum/subgraph-kit'
import type { Deps } from '../../context.js'

/** Expires the unpaid bills of earlier days, once a minute. */
export function expireBills({ transactions, now, logger }: Pick<Deps, 'transactions' | 'now' | 'logger'>): Job {
  return startJob({
    name: 'expire-bills',
    schedule: '* * * * *',
    run: async () => {
      const count = await transactions.expireBills(now())
      if (count > 0) logger.info({ event: 'bills.expired', count }, 'bills of an earlier day expired')
    },
    logger,
  })
}
