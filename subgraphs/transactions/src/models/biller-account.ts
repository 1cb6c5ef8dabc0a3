import { isDuplicateKeyError } from '@setrum/subgraph-kit'
import type { Connection } from 'mongoose'

/** A reservation: the cost of one purchase that the balance may not contain yet. */
export interface HeldRow {
  costIdr: number
  at: Date
  /** The biller has responded: a balance that is queried from now on contains the purchase. */
  isDebited?: boolean
}

/** Our deposit with the biller. Amounts in whole rupiah. */
export interface DepositRow {
  _id: 'deposit'
  /** As the biller last reported it, at `checkedAt`; 0 and 1970 before the first report. */
  balanceIdr: number
  checkedAt: Date
  /** The biller has since refused a sale for lack of money. */
  isStale: boolean
  /** The balance less all reservations. */
  leftIdr: number
  held: Record<string, HeldRow>
  /** Counts the writes that a new balance must not overwrite. */
  version: number
}

interface StatusQueriesRow {
  _id: 'statusQueries'
  /** The next status query may be made at this instant. */
  nextAt: Date
}

const COLLECTION = 'billerAccount'
/** A later time was stored before the clock was set back, and would stop the queries. */
const MAX_CLOCK_SKEW_MS = 5_000
const UNKNOWN: Omit<DepositRow, '_id'> = {
  balanceIdr: 0,
  checkedAt: new Date(0),
  isStale: false,
  leftIdr: 0,
  held: {},
  version: 0,
}

export type BillerAccount = ReturnType<typeof billerAccountOf>

/**
 * The collection `billerAccount`: the state of our account with the biller that all processes share. Each function is one
 * atomic write of one document.
 */
export function billerAccountOf(connection: Connection) {
  const deposits = connection.collection<DepositRow>(COLLECTION)
  const statusQueries = connection.collection<StatusQueriesRow>(COLLECTION)
  const unlessHeld = (key: string) => ({ _id: 'deposit', [`held.${key}`]: { $exists: false } }) as const
  const hold = async (filter: object, key: string, { costIdr, at }: HeldRow): Promise<boolean> => {
    const update = { $set: { [`held.${key}`]: { costIdr, at } }, $inc: { leftIdr: -costIdr } }
    const { matchedCount } = await deposits.updateOne({ ...unlessHeld(key), ...filter }, update)
    return matchedCount === 1
  }

  return {
    readDeposit: async (): Promise<DepositRow> => {
      const known = await deposits.findOne({ _id: 'deposit' })
      if (known) return known
      // Another process may insert it first.
      await deposits.insertOne({ _id: 'deposit', ...UNKNOWN }).catch((error: unknown) => {
        if (!isDuplicateKeyError(error)) throw error
      })
      return { _id: 'deposit', ...UNKNOWN }
    },
    /** Holds the cost when a balance of this age covers it. @returns false otherwise, and when it is held already */
    holdCovered: (key: string, held: HeldRow, maxAgeMs: number): Promise<boolean> => {
      const [from, to] = around(held.at, maxAgeMs)
      return hold({ leftIdr: { $gte: held.costIdr }, isStale: false, checkedAt: { $gte: from, $lte: to } }, key, held)
    },
    /** Holds the cost unless a balance of this age does not cover it. @returns false then, and when it is held already */
    holdUnlessUncovered: (key: string, held: HeldRow, maxAgeMs: number): Promise<boolean> => {
      const [from, to] = around(held.at, maxAgeMs)
      const isCoveredOrUnknown = [
        { leftIdr: { $gte: held.costIdr } },
        { isStale: true },
        { checkedAt: { $lt: from } },
        { checkedAt: { $gt: to } },
      ]
      return hold({ $or: isCoveredOrUnknown }, key, held)
    },
    markDebited: async (key: string): Promise<void> => {
      await deposits.updateOne(
        { _id: 'deposit', [`held.${key}`]: { $exists: true } },
        { $set: { [`held.${key}.isDebited`]: true } },
      )
    },
    release: async (key: string, costIdr: number): Promise<void> => {
      await deposits.updateOne(
        { _id: 'deposit', [`held.${key}`]: { $exists: true } },
        { $unset: { [`held.${key}`]: 1 }, $inc: { leftIdr: costIdr, version: 1 } },
      )
    },
    markStale: async (): Promise<void> => {
      await deposits.updateOne({ _id: 'deposit' }, { $set: { isStale: true } })
    },
    /**
     * Stores a balance, and ends the reservations that it contains.
     * @param before the deposit as it was before the balance was queried
     * @param ended keys of reservations in `before`
     * @param balance null ends the reservations only
     * @returns false when another process has stored a balance meanwhile, or a reservation was released; nothing changed then
     */
    storeBalance: async (
      before: DepositRow,
      ended: readonly string[],
      balance: Pick<DepositRow, 'balanceIdr' | 'checkedAt'> | null,
    ): Promise<boolean> => {
      const endedIdr = ended.reduce((sum, key) => sum + (before.held[key]?.costIdr ?? 0), 0)
      const addedIdr = balance ? balance.balanceIdr - before.balanceIdr : 0
      const { matchedCount } = await deposits.updateOne(
        { _id: 'deposit', version: before.version },
        {
          $inc: { leftIdr: addedIdr + endedIdr, version: 1 },
          ...(balance ? { $set: { ...balance, isStale: false } } : {}),
          ...(ended.length > 0 ? { $unset: Object.fromEntries(ended.map((key) => [`held.${key}`, 1])) } : {}),
        },
      )
      return matchedCount === 1
    },

    /** Takes the next status query of all processes. @returns false when it is not due yet */
    takeStatusQuery: async (at: Date, intervalMs: number): Promise<boolean> => {
      const [, latest] = around(at, intervalMs + MAX_CLOCK_SKEW_MS)
      try {
        await statusQueries.updateOne(
          { _id: 'statusQueries', $or: [{ nextAt: { $lte: at } }, { nextAt: { $gt: latest } }] },
          { $set: { nextAt: new Date(at.getTime() + intervalMs) } },
          { upsert: true },
        )
        return true
      } catch (error) {
        if (isDuplicateKeyError(error)) return false
        throw error
      }
    },
  }
}

function around(at: Date, ms: number): [Date, Date] {
  return [new Date(at.getTime() - ms), new Date(at.getTime() + ms)]
}
