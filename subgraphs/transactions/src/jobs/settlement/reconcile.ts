import type { Deps } from '../../context.js'
import { SYSTEM, type Transaction } from '../../domain/transaction.js'
import { checkAndSettle } from '../../services/settlement/settle.js'
import { BillerBackoff } from './biller-backoff.js'

export interface ReconcileOptions {
  /** Interval of the search for due sales. */
  tickMs: number
  /** Duration of a lease; renewed while the work lasts. The sales of a killed process wait for so long. */
  leaseMs: number
  /** Most status queries of all processes together a minute. */
  perMinute: number
  /** Most status queries under way at once. */
  concurrency: number
}

export interface Reconciler {
  /** Searches for due sales now. */
  checkNow: () => void
  stop: () => Promise<void>
}

/**
 * Queries the status of every open sale until it is settled. Due times, leases and the time of the next query are stored:
 * several processes share the work and the limit, no two query a sale at the same time, and another process continues the
 * sales of a killed one when their leases end.
 */
export function reconcile(deps: Deps, options: ReconcileOptions): Reconciler {
  const { transactions, billerAccount, now, logger, owner } = deps
  const underWay = new Map<string, Promise<void>>()
  const backoff = new BillerBackoff(options.tickMs * 2)
  const observed = { ...deps, biller: observedBiller(deps, backoff) }
  const queryIntervalMs = Math.ceil(60_000 / options.perMinute)
  let isStopped = false
  let isClaiming = false
  let isRequestedAgain = false
  let endWait = () => {}

  const lease = () => ({ owner, until: new Date(now().getTime() + options.leaseMs) })

  /** @returns false when the reconciler was stopped first */
  const waitForQuery = async (): Promise<boolean> => {
    while (!isStopped) {
      // In real time, as the biller counts.
      if (await billerAccount.takeStatusQuery(new Date(), queryIntervalMs)) return true
      const retryMs = Math.min(queryIntervalMs, options.tickMs)
      await new Promise<void>((resolve) => {
        endWait = resolve
        setTimeout(resolve, retryMs)
      })
    }
    return false
  }

  const check = (sale: Transaction, isAllowed: Promise<boolean>) => {
    const work = isAllowed
      .then(async (allowed) => {
        if (allowed) await checkAndSettle(sale, SYSTEM, observed)
        else await transactions.release(sale.id, owner)
      })
      .catch(async (err) => {
        logger.warn(
          { event: 'sale.status_not_recorded', err, invoice: sale.invoice },
          'the response to a status query could not be recorded',
        )
        await transactions.release(sale.id, owner).catch(() => undefined)
      })
      .then(() => {
        underWay.delete(sale.id)
        // A due sale that waited for the concurrency limit need not wait for the next tick.
        void claimDueSales()
      })
    underWay.set(sale.id, work)
  }

  const claimDueSales = async (): Promise<void> => {
    if (isStopped) return
    if (isClaiming) {
      isRequestedAgain = true
      return
    }
    isClaiming = true
    try {
      do {
        isRequestedAgain = false
        while (!isStopped && underWay.size < backoff.allowed(options.concurrency)) {
          const sale = await transactions.claimDue(lease(), now())
          if (!sale) break
          const isAllowed = waitForQuery()
          check(sale, isAllowed)
          // One sale at most waits; its lease is renewed meanwhile.
          await isAllowed
        }
      } while (isRequestedAgain)
    } catch (err) {
      logger.debug({ event: 'reconcile.database_unavailable', err }, 'due sales could not be read')
    } finally {
      isClaiming = false
    }
  }

  const ticks = setInterval(claimDueSales, options.tickMs)
  const renewals = setInterval(() => {
    if (underWay.size === 0) return
    transactions.renewLeases([...underWay.keys()], lease()).catch(() => undefined)
  }, options.leaseMs / 3)

  return {
    checkNow: () => void claimDueSales(),
    stop: async () => {
      isStopped = true
      endWait()
      clearInterval(ticks)
      await Promise.allSettled(underWay.values())
      clearInterval(renewals)
    },
  }
}

/** The biller, with each outcome of a status query reported to the back-off. */
function observedBiller({ biller }: Pick<Deps, 'biller'>, backoff: BillerBackoff): Deps['biller'] {
  const observe = async (query: ReturnType<Deps['biller']['checkPrepaidStatus']>) => {
    const outcome = await query
    backoff.observe(outcome)
    return outcome
  }
  return {
    ...biller,
    checkPrepaidStatus: (...query) => observe(biller.checkPrepaidStatus(...query)),
    checkBillStatus: (...query) => observe(biller.checkBillStatus(...query)),
  }
}
