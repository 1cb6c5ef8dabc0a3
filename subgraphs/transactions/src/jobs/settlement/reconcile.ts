import type { Deps } from '../../context.js'
import { SYSTEM, type Transaction } from '../../domain/transaction.js'
import { checkAndSettle } from '../../services/settlement/settle.js'
import { BillerPause } from './biller-pause.js'

export interface ReconcileOptions {
  /** How often it looks for what is due. */
  tickMs: number
  /** How long a lease holds; renewed while the work lasts. A killed process's work waits for so long. */
  leaseMs: number
  /** Questions of this process to the biller a minute, at most. */
  perMinute: number
  /** Questions under way at once, at most. */
  concurrency: number
}

export interface Reconciler {
  /** Looks now, because something became due. */
  poke: () => void
  stop: () => Promise<void>
}

/**
 * Asks the biller, on its own, how every open sale stands until it is settled. What is due stands in the documents, and
 * so does who is asking: several processes share the work, none asks for what another asks for, and what a killed one
 * had begun is taken over when its lease ends.
 */
export function reconcile(deps: Deps, options: ReconcileOptions): Reconciler {
  const { transactions, now, logger, owner } = deps
  const underWay = new Map<string, Promise<void>>()
  const pause = new BillerPause(options.tickMs * 2)
  const watched = { ...deps, biller: watchedBiller(deps, pause) }
  // What may be asked at once after a quiet time; so much less comes after it that no minute holds more than the cap.
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
        logger.warn({ err, invoice: sale.invoice }, 'a status query could not be recorded')
        await transactions.release(sale.id, owner).catch(() => undefined)
      })
      .then(() => {
        underWay.delete(sale.id)
        // Whoever waits for a free place need not wait for the next tick.
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
      logger.debug({ err }, 'the database could not be asked for what is due')
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
