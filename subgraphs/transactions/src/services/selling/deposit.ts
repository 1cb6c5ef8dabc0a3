import { setTimeout as sleep } from 'node:timers/promises'
import type { IakClient } from '@setrum/iak'
import type { Logger } from '@setrum/service-runtime'
import { DomainError } from '@setrum/subgraph-kit'

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

/** A purchase that was sent so long ago counts as debited by the biller, however long its response takes. */
const ARRIVED_MS = 5_000
/** A reservation ends after this when no balance comes: a balance so old refuses no sale. */
const HELD_MS = 5 * 60_000

/** The part of the deposit that one sale holds. */
export interface Reservation {
  /** Sent to the biller: a balance that is queried some seconds later contains it. */
  sent: () => void
  /** The biller has responded to the purchase: its next balance contains it. */
  commit: () => void
  /** Nothing was sent: the money is free again. */
  release: () => void
}

/** For a sale without a known cost, or with a reservation already. */
export const NO_RESERVATION: Reservation = { sent: () => undefined, commit: () => undefined, release: () => undefined }

export type Deposit = ReturnType<typeof createDeposit>

/**
 * Our deposit with the biller: cached, reduced by the sales of this process, and queried again when it is too old for its
 * use. Sales of other processes show once the biller has debited them; the biller refuses a sale that it cannot pay.
 */
export function createDeposit(options: {
  biller: Pick<IakClient, 'checkBalance'>
  /** Below this the owner should pay in. Whole rupiah. */
  lowIdr: number
  now: () => Date
  logger: Logger
}) {
  const { biller, lowIdr, now, logger } = options
  let known: Balance | null = null
  let isStale = false
  /** Reservations by sale; a balance that is queried from `containedFrom` on contains them. */
  const held = new Map<string, { costIdr: number; containedFrom: number }>()
  let pendingQuery: Promise<Balance | null> | null = null

  const heldUntil = (instant: number) =>
    [...held].filter(([, { containedFrom }]) => containedFrom <= instant).map(([sale]) => sale)
  const queryBalance = async (): Promise<Balance | null> => {
    // A purchase under way may reach the biller after the balance was read.
    const contained = heldUntil(now().getTime())
    const result = await biller.checkBalance()
    pendingQuery = null
    if (result.kind !== 'FOUND') return null
    for (const sale of contained) held.delete(sale)
    known = { balanceIdr: result.value.balanceIdr, checkedAt: now() }
    isStale = false
    if (known.balanceIdr < lowIdr)
      logger.warn(
        { event: 'biller.deposit_low', balanceIdr: known.balanceIdr, lowIdr },
        'the deposit with the biller is low',
      )
    return known
  }
  const refresh = (): Promise<Balance | null> => {
    pendingQuery ??= queryBalance()
    return pendingQuery
  }
  const ageMs = () => (known && !isStale ? now().getTime() - known.checkedAt.getTime() : Number.POSITIVE_INFINITY)
  const heldIdr = () => [...held.values()].reduce((sum, { costIdr }) => sum + costIdr, 0)
  const leftIdr = () => (known ? known.balanceIdr - heldIdr() : Number.POSITIVE_INFINITY)

  /** Synchronous after the check of the balance, so that no two sales use the same money. */
  const hold = (sale: string, costIdr: number): Reservation => {
    for (const old of heldUntil(now().getTime() - HELD_MS)) held.delete(old)
    const mine = { costIdr, containedFrom: Number.POSITIVE_INFINITY }
    held.set(sale, mine)
    return {
      sent: () => {
        mine.containedFrom = now().getTime() + ARRIVED_MS
      },
      commit: () => {
        mine.containedFrom = now().getTime()
      },
      release: () => void held.delete(sale),
    }
  }

  return {
    lowIdr,
    /** The balance, at most a minute old; null when the biller has never reported one. */
    balance: async (): Promise<Balance | null> => {
      if (ageMs() > SHOWN_FRESH_MS || leftIdr() < lowIdr) await refresh()
      return known
    },
    /**
     * Reserves the cost of a sale, and refuses it when the deposit cannot pay. Without a balance of the last minute the
     * sale goes on: the biller refuses by itself.
     * @param sale identifies the purchase: the same request twice at once is reserved once
     * @throws INSUFFICIENT_DEPOSIT
     */
    reserve: async (sale: string, costIdr: number): Promise<Reservation> => {
      if (held.has(sale)) return NO_RESERVATION
      const cannotCover = () => ageMs() <= SHOWN_FRESH_MS && leftIdr() < costIdr
      // A stale balance must not refuse a sale.
      if (ageMs() > SALE_FRESH_MS || cannotCover()) {
        await Promise.race([refresh(), sleep(MAX_WAIT_MS, undefined, { ref: false })])
      }
      if (held.has(sale)) return NO_RESERVATION
      if (cannotCover()) {
        throw new DomainError('INSUFFICIENT_DEPOSIT', {
          id: 'Saldo deposit tidak cukup. Hubungi pemilik konter.',
          en: 'The deposit with the biller is too low. Please tell the owner.',
        })
      }
      return hold(sale, costIdr)
    },
    /** Called when the biller refused a sale for lack of money: the balance is queried again before its next use. */
    invalidate: (): void => {
      isStale = true
    },
  }
}
