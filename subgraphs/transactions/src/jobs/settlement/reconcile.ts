import type { Deps } from '../../context.js'
import { SYSTEM, type Transaction } from '../../domain/transaction.js'
import { checkAndSettle } from '../../services/settlement/settle.js'
import { BillerPause } from './biller-pause.js'

export interface ReconcileOptions {
  /** How often it looks for due sales. */
  tickMs: number
  /** Duration of a lease; renewed while the work lasts. The sales of a killed process wait for so long. */
  leaseMs: number
  /** Most status queries of this process a minute. */
  perMinute: number
  /** Most status queries under way at once. */
  concurrency: number
}

export interface Reconciler {
  /** Looks for due sales now. */
  poke: () => void
  stop: () => Promise<void>
}

/**
 * Queries the status of every open sale until it is settled. Due times and leases are in the documents: several processes
 * share the work, no two query one sale at once, and the sales of a killed process are taken over when their leases end.
 */
export function reconcile(deps: Deps, options: ReconcileOptions): Reconciler {
  const { transactions, now, logger, owner } = deps
  const underWay = new Map<string, Promise<void>>()
  const pause = new BillerPause(options.tickMs * 2)
  const watched = { ...deps, biller: watchedBiller(deps, pause) }
  // Token bucket: a burst after a quiet time, and a refill that keeps every minute within the cap.
  const most = Math.max(1, options.perMinute / 6)
  const refillPerMinute = options.perMinute - most + 1
  let budget = options.perMinute / 60
  let filledAt = performance.now()
  let isStopped = false
  let isLooking = false
  let again = false

  const lease = () => ({ owner, until: new Date(now().getTime() + options.leaseMs) })

  const take = (sale: Transaction) => {
    const work = checkAndSettle(sale, SYSTEM, watched)
      .catch(async (err) => {
        logger.warn(
          { event: 'sale.status_not_recorded', err, invoice: sale.invoice },
          'the response to a status query could not be recorded',
        )
        await transactions.release(sale.id, owner).catch(() => undefined)
      })
      .then(() => {
        underWay.delete(sale.id)
        // A due sale that waits for a free slot need not wait for the next tick.
        void look()
      })
    underWay.set(sale.id, work)
  }

  const look = async (): Promise<void> => {
    if (isStopped) return
    if (isLooking) {
      again = true
      return
    }
    isLooking = true
    try {
      do {
        again = false
        while (!isStopped && underWay.size < pause.allowed(options.concurrency) && takeFromBudget()) {
          const sale = await transactions.claimDue(lease(), now())
          if (!sale) {
            budget += 1
            break
          }
          take(sale)
        }
      } while (again)
    } catch (err) {
      logger.debug({ event: 'reconcile.database_unavailable', err }, 'due sales could not be read')
    } finally {
      isLooking = false
    }
  }

  const takeFromBudget = (): boolean => {
    budget = Math.min(most, budget + ((performance.now() - filledAt) / 60_000) * refillPerMinute)
    filledAt = performance.now()
    if (budget < 1) return false
    budget -= 1
    return true
  }

  const ticks = setInterval(look, options.tickMs)
  const renewals = setInterval(() => {
    if (underWay.size === 0) return
    transactions.renewLeases([...underWay.keys()], lease()).catch(() => undefined)
  }, options.leaseMs / 3)

  return {
    poke: () => void look(),
    stop: async () => {
      isStopped = true
      clearInterval(ticks)
      await Promise.allSettled(underWay.values())
      clearInterval(renewals)
    },
  }
}

function watchedBiller({ biller }: Pick<Deps, 'biller'>, pause: BillerPause): Deps['biller'] {
  const watch = async (asked: ReturnType<Deps['biller']['checkPrepaidStatus']>) => {
    const outcome = await asked
    pause.observe(outcome)
    return outcome
  }
  return {
    ...biller,
    checkPrepaidStatus: (refId) => watch(biller.checkPrepaidStatus(refId)),
    checkBillStatus: (refId) => watch(biller.checkBillStatus(refId)),
  }
}
