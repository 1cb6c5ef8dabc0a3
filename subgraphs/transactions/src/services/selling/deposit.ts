import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { IakClient } from '@setrum/iak'
import type { Logger } from '@setrum/service-runtime'
import { Deadline, DomainError } from '@setrum/subgraph-kit'
import type { BillerAccount, DepositRow, HeldRow } from '../../models/biller-account.js'

/** The last known balance of our deposit with the biller. */
export interface Balance {
  balanceIdr: number
  checkedAt: Date
}

/** Maximum age of a balance that is shown, or that refuses a sale. */
const SHOWN_FRESH_MS = 60_000
/** Maximum age of a balance that lets a sale through: a query is cheap, a sale without money needs a refund. */
const SALE_FRESH_MS = 1_000
/** Most time that a sale waits for the balance: the biller refuses a sale that the deposit cannot pay. */
const MAX_WAIT_MS = 2_000
/** Time between two queries while a sale waits. */
const RETRY_MS = 200
/**
 * A purchase is stored and sent within seconds of its reservation, and counts as debited by the biller after this, however
 * long its response takes. So the reservation of a killed process ends as well.
 */
const DEBITED_AFTER_MS = 10_000

/** The part of the deposit that one sale holds. */
export interface Reservation {
  /** The biller has responded to the purchase: its next balance contains it. */
  commit: () => Promise<void>
  /** Nothing was sent: the money is free again. */
  release: () => Promise<void>
}

/** For a sale without a known cost, or with a reservation already. */
export const NO_RESERVATION: Reservation = { commit: async () => undefined, release: async () => undefined }

export type Deposit = ReturnType<typeof createDeposit>

/**
 * Our deposit with the biller, for all processes together: the balance is stored, reduced by the reservations, and queried
 * again when it is too old for its use.
 */
export function createDeposit(options: {
  account: BillerAccount
  biller: Pick<IakClient, 'checkBalance'>
  /** Below this the owner should pay in. Whole rupiah. */
  lowIdr: number
  now: () => Date
  logger: Logger
  /** How long a sale waits for purchases under way that may count twice. */
  retryForMs?: number
}) {
  const { account, biller, lowIdr, now, logger, retryForMs = MAX_WAIT_MS } = options
  let pendingQuery: Promise<void> | null = null

  /** An instant in the future is of a clock that was set back. */
  const isOld = (instant: Date, ms: number) => Math.abs(now().getTime() - instant.getTime()) >= ms
  const queryBalance = async (): Promise<void> => {
    // Read before the query: a purchase under way may reach the biller after the balance was read.
    const before = await account.readDeposit()
    const checkedAt = now()
    const contained = keysOf(before, ({ at, isDebited }) => isDebited === true || isOld(at, DEBITED_AFTER_MS))
    const result = await biller.checkBalance()
    if (result.kind !== 'FOUND') {
      // A balance so old refuses no sale; without this the reservations would add up.
      const old = keysOf(before, ({ at }) => isOld(at, SHOWN_FRESH_MS))
      await account.storeBalance(before, old, null)
      return
    }
    const { balanceIdr } = result.value
    await account.storeBalance(before, contained, { balanceIdr, checkedAt })
    if (balanceIdr < lowIdr)
      logger.warn({ event: 'biller.deposit_low', balanceIdr, lowIdr }, 'the deposit with the biller is low')
  }
  const refresh = (): Promise<void> => {
    pendingQuery ??= queryBalance().finally(() => {
      pendingQuery = null
    })
    return pendingQuery
  }
  /** A failure ends the reservation later, by its age. */
  const ignoreFailure = (write: Promise<void>) =>
    write.catch((err: unknown) =>
      logger.warn({ event: 'biller.reservation_not_ended', err }, 'the reservation of a sale could not be ended'),
    )

  return {
    lowIdr,
    /** The balance, at most a minute old; null when the biller has never reported one. */
    balance: async (): Promise<Balance | null> => {
      const known = await account.readDeposit()
      if (known.isStale || isOld(known.checkedAt, SHOWN_FRESH_MS) || known.leftIdr < lowIdr) await refresh()
      const { balanceIdr, checkedAt } = await account.readDeposit()
      return checkedAt.getTime() === 0 ? null : { balanceIdr, checkedAt }
    },
    /**
     * Reserves the cost of a sale, and refuses it when the deposit cannot pay. Without a balance of the last minute the
     * sale goes on: the biller refuses by itself. Atomic: no two sales use the same money.
     * @param sale identifies the purchase: the same request twice at once is reserved once
     * @returns null when the deposit cannot pay; perhaps because a concurrent request has bought the same
     */
    reserve: async (sale: string, costIdr: number): Promise<Reservation | null> => {
      const key = createHash('sha256').update(sale).digest('hex')
      const reservation: Reservation = {
        commit: () => ignoreFailure(account.markDebited(key)),
        release: () => ignoreFailure(account.release(key, costIdr)),
      }
      if (await account.holdCovered(key, { costIdr, at: now() }, SALE_FRESH_MS)) return reservation
      // A stale balance must not refuse a sale.
      const retries = new Deadline(retryForMs)
      for (;;) {
        await new Deadline(MAX_WAIT_MS).race(refresh())
        if (await account.holdUnlessUncovered(key, { costIdr, at: now() }, SHOWN_FRESH_MS)) return reservation
        const { held, balanceIdr } = await account.readDeposit()
        if (held[key]) return NO_RESERVATION
        // The balance may contain a purchase under way already, which then counts twice until it is debited.
        const mayBeCovered = balanceIdr >= costIdr && Object.keys(held).length > 0
        if (!mayBeCovered || retries.isOver) return null
        await sleep(Math.min(RETRY_MS, retries.remainingMs))
      }
    },
    /** Called when the biller refused a sale for lack of money: the balance is queried again before its next use. */
    invalidate: (): Promise<void> => account.markStale(),
  }
}

export function insufficientDeposit(): DomainError {
  return new DomainError('INSUFFICIENT_DEPOSIT', {
    id: 'Saldo deposit tidak cukup. Hubungi pemilik konter.',
    en: 'The deposit with the biller is too low. Please tell the owner.',
  })
}

function keysOf({ held }: DepositRow, isWanted: (held: HeldRow) => boolean): string[] {
  return Object.entries(held).flatMap(([key, row]) => (isWanted(row) ? key : []))
}
