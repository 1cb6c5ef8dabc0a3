import { setTimeout as sleep } from 'node:timers/promises'
import type { IakClient } from '@setrum/iak'
import type { Logger } from '@setrum/process'
import { DomainError } from '@setrum/subgraph-kit'

/** What the biller said last of our deposit. */
export interface Balance {
  balanceIdr: number
  checkedAt: Date
}

/** What the owner is shown may be so old. */
const SHOWN_FRESH_MS = 60_000
/** What decides whether a sale is sent may not: asking costs the biller a look, selling without money a refund. */
const SALE_FRESH_MS = 1_000
/** A sale does not wait longer for the balance: the biller refuses by itself what cannot be paid. */
const PATIENCE_MS = 2_000

export type Deposit = ReturnType<typeof createDeposit>

/** Our deposit with the biller: remembered, counted down by our own sales, and asked for when it matters. */
export function createDeposit(options: {
  biller: Pick<IakClient, 'checkBalance'>
  /** Below this somebody should pay in. Whole rupiah. */
  lowIdr: number
  now: () => Date
  logger: Logger
}) {
  const { biller, lowIdr, now, logger } = options
  let known: Balance | null = null
  let spentIdr = 0
  let asking: Promise<Balance | null> | null = null

  const ask = async (): Promise<Balance | null> => {
    const spentBefore = spentIdr
    const answer = await biller.checkBalance()
    asking = null
    if (answer.kind !== 'FOUND') return null
    spentIdr -= spentBefore
    known = { balanceIdr: answer.value.balanceIdr, checkedAt: now() }
    if (known.balanceIdr < lowIdr)
      logger.warn({ balanceIdr: known.balanceIdr, lowIdr }, 'the deposit with the biller is low')
    return known
  }
  const refresh = (): Promise<Balance | null> => {
    asking ??= ask()
    return asking
  }
  const ageMs = () => (known ? now().getTime() - known.checkedAt.getTime() : Number.POSITIVE_INFINITY)
  const leftIdr = () => (known ? known.balanceIdr - spentIdr : Number.POSITIVE_INFINITY)

  return {
    lowIdr,
    /** The balance, at most a minute old; null when the biller does not say and never did. */
    balance: async (): Promise<Balance | null> => {
      if (ageMs() > SHOWN_FRESH_MS || leftIdr() < lowIdr) await refresh()
      return known
    },
    /**
     * Refuses what the deposit cannot pay. When the biller does not say, the sale goes on: it refuses by itself.
     * @throws INSUFFICIENT_DEPOSIT
     */
    require: async (costIdr: number): Promise<void> => {
      const cannotCover = () => known !== null && leftIdr() < costIdr
      // Nobody is refused because of a figure that may be old.
      if (ageMs() > SALE_FRESH_MS || cannotCover()) {
        await Promise.race([refresh(), sleep(PATIENCE_MS, undefined, { ref: false })])
      }
      if (cannotCover()) {
        throw new DomainError('INSUFFICIENT_DEPOSIT', {
          id: 'Saldo deposit tidak cukup. Hubungi pemilik konter.',
          en: 'The deposit with the biller is too low. Please tell the owner.',
        })
      }
    },
    /** Counts a purchase that was sent. */
    spend: (costIdr: number): void => {
      spentIdr += costIdr
    },
    /** Forgets how old the figure is: the biller has just refused for want of money. */
    doubt: (): void => {
      if (known) known = { ...known, checkedAt: new Date(0) }
    },
  }
}
