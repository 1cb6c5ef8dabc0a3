import type { Deps } from '../../context.js'
import { SYSTEM, type Transaction } from '../../domain/transaction.js'
import { checkAndSettle } from '../../services/settlement/settle.js'
import { BillerBackoff } from './biller-backoff.js'

export interface ReconcileOptions {
  /** Interval of the search for due sales. */
  tickMs: number
  /** Duration of a lease; renewed while the work lasts. The sales of a killed process wait for so long. */
  leaseMs: number
  /** Most status queries of this process a minute. */
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
 * Queries the status of every open sale until it is settled. Due times and leases are stored: several processes share the
 * work, no two query a sale at the same time, and another process continues the sales of a killed one when their leases end.
 */
export function reconcile(deps: Deps, options: ReconcileOptions): Reconciler {
  const { transactions, now, logger, owner } = deps
  const underWay = new Map<string, Promise<void>>()
  const backoff = new BillerBackoff(options.tickMs * 2)
  const observed = { ...deps, biller: observedBiller(deps, backoff) }
  // Token bucket: allows a burst after idle time, and the refill keeps every minute within the cap.
  const maxBudget = Math.max(1, options.perMinute / 6)
  const refillPerMinute = options.perMinute - maxBudget + 1
  let budget = options.perMinute / 60
  let filledAt = performance.now()
  let isStopped = false
  let isClaiming = false
  let isRequestedAgain = false

  const lease = () => ({ owner, until: new Date(now().getTime() + options.leaseMs) })

  const check = (sale: Transaction) => {
    const work = checkAndSettle(sale, SYSTEM, observed)
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
        while (!isStopped && underWay.size < backoff.allowed(options.concurrency) && takeFromBudget()) {
          const sale = await transactions.claimDue(lease(), now())
          if (!sale) {
            budget += 1
            break
          }
          check(sale)
        }
      } while (isRequestedAgain)
    } catch (err) {
      logger.debug({ event: 'reconcile.database_unavailable', err }, 'due sales could not be read')
    } finally {
      isClaiming = false
    }
  }

  const takeFromBudget = (): boolean => {
    budget = Math.min(maxBudget, budget + ((performance.now() - filledAt) / 60_000) * refillPerMinute)
    filledAt = performance.now()
    if (budget < 1) return false
    budget -= 1
    return true
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
