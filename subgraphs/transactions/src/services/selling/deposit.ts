import { setTimeout as sleep } from 'node:timers/promises'
import type { IakClient } from '@setrum/iak'
import type { Logger } from '@setrum/service-runtime'
import { DomainError } from '@setrum/subgraph-kit'

/** What the biller said last of our deposit. */
export interface Balance {
  balanceIdr: number
  checkedAt: Date
}

/** What the owner is shown may be so old, and what a sale is refused by. */
const SHOWN_FRESH_MS = 60_000
/** What a sale is let through by may not: asking costs the biller a look, selling without money a refund. */
const SALE_FRESH_MS = 1_000
/** A sale does not wait longer for the balance: the biller refuses by itself what cannot be paid. */
const PATIENCE_MS = 2_000

/** A purchase that was sent before so long is taken for one that the biller has debited, however long its answer takes. */
const ARRIVED_MS = 5_000
/** While no balance is told, what was sold is held no longer: no balance so old refuses anybody. */
const HELD_MS = 5 * 60_000

/** What one sale holds of the deposit. */
export interface Reservation {
  /** It is on its way to the biller: a balance that is asked for some seconds later contains it. */
  sent: () => void
  /** The biller has answered the purchase: its next balance tells what became of the money. */
  spent: () => void
  /** Nothing was sent: the money is there for others again. */
  giveBack: () => void
}

/** For a sale that costs nothing known, or whose money is held already. */
export const NOTHING_HELD: Reservation = { sent: () => undefined, spent: () => undefined, giveBack: () => undefined }

export type Deposit = ReturnType<typeof createDeposit>

/**
 * Our deposit with the biller: remembered, counted down by what this process sells, and asked for when it matters. What
 * another process sells is seen once the biller has it; the biller itself refuses what cannot be paid.
 */
export function createDeposit(options: {
  biller: Pick<IakClient, 'checkBalance'>
  /** Below this somebody should pay in. Whole rupiah. */
  lowIdr: number
  now: () => Date
  logger: Logger
}) {
  const { biller, lowIdr, now, logger } = options
  let known: Balance | null = null
  let isDoubted = false
  /** What the known balance may not contain, by the sale that it is for; one that is asked for from `containedFrom` on does. */
  const held = new Map<string, { costIdr: number; containedFrom: number }>()
  let asking: Promise<Balance | null> | null = null

  const heldUntil = (instant: number) =>
    [...held].filter(([, { containedFrom }]) => containedFrom <= instant).map(([sale]) => sale)
  const ask = async (): Promise<Balance | null> => {
    // What is still on its way may reach the biller after the balance was read.
    const contained = heldUntil(now().getTime())
    const answer = await biller.checkBalance()
    asking = null
    if (answer.kind !== 'FOUND') return null
    for (const sale of contained) held.delete(sale)
    known = { balanceIdr: answer.value.balanceIdr, checkedAt: now() }
    isDoubted = false
    if (known.balanceIdr < lowIdr)
      logger.warn({ balanceIdr: known.balanceIdr, lowIdr }, 'the deposit with the biller is low')
    return known
  }
  const refresh = (): Promise<Balance | null> => {
    asking ??= ask()
    return asking
  }
  const ageMs = () => (known && !isDoubted ? now().getTime() - known.checkedAt.getTime() : Number.POSITIVE_INFINITY)
  const heldIdr = () => [...held.values()].reduce((sum, { costIdr }) => sum + costIdr, 0)
  const leftIdr = () => (known ? known.balanceIdr - heldIdr() : Number.POSITIVE_INFINITY)

  /** In the same step as the look at what is left, so that no two sales count on the same money. */
  const hold = (sale: string, costIdr: number): Reservation => {
    for (const old of heldUntil(now().getTime() - HELD_MS)) held.delete(old)
    const mine = { costIdr, containedFrom: Number.POSITIVE_INFINITY }
    held.set(sale, mine)
    return {
      sent: () => {
        mine.containedFrom = now().getTime() + ARRIVED_MS
      },
      spent: () => {
        mine.containedFrom = now().getTime()
      },
      giveBack: () => void held.delete(sale),
    }
  }

  return {
    lowIdr,
    /** The balance, at most a minute old; null when the biller does not say and never did. */
    balance: async (): Promise<Balance | null> => {
      if (ageMs() > SHOWN_FRESH_MS || leftIdr() < lowIdr) await refresh()
      return known
    },
    /**
     * Holds what a sale costs, and refuses what the deposit cannot pay. When the biller does not say, or has not for a
     * minute, the sale goes on: it refuses by itself.
     * @param sale names the customer's purchase: the same request twice at once is held once
     * @throws INSUFFICIENT_DEPOSIT
     */
    reserve: async (sale: string, costIdr: number): Promise<Reservation> => {
      if (held.has(sale)) return NOTHING_HELD
      const cannotCover = () => ageMs() <= SHOWN_FRESH_MS && leftIdr() < costIdr
      // Nobody is refused because of a figure that may be old.
      if (ageMs() > SALE_FRESH_MS || cannotCover()) {
        await Promise.race([refresh(), sleep(PATIENCE_MS, undefined, { ref: false })])
      }
      if (held.has(sale)) return NOTHING_HELD
      if (cannotCover()) {
        throw new DomainError('INSUFFICIENT_DEPOSIT', {
          id: 'Saldo deposit tidak cukup. Hubungi pemilik konter.',
          en: 'The deposit with the biller is too low. Please tell the owner.',
        })
      }
      return hold(sale, costIdr)
    },
    /** The figure counts as old, whenever it was told: the biller has just refused for want of money. */
    doubt: (): void => {
      isDoubted = true
    },
  }
}
