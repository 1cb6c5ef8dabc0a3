import mongoose, { Types } from 'mongoose'
import type { Transaction } from '../domain/transaction.js'
import type { TransactionModel } from './transaction.js'
import type { TransactionRow } from './transaction-schema.js'

const { trusted } = mongoose

/** A job lease: until its end no other process queries the biller for the transaction. */
export interface Lease {
  owner: string
  until: Date
}

/** A free lease has ended, so that a range on `until` finds it without a condition on null. */
export const NO_LEASE: Lease = { owner: '', until: new Date(0) }

/** The job leases of transactions. */
export function leasesOf(model: TransactionModel, read: (row: TransactionRow | null) => Transaction | null) {
  return {
    /** Takes the lease of the transaction that is due longest. Atomic. */
    claimDue: async (lease: Lease, now: Date): Promise<Transaction | null> =>
      read(
        await model
          .findOneAndUpdate(
            { nextCheckAt: trusted({ $lte: now }), 'lease.until': trusted({ $lte: now }) },
            { $set: { lease } },
            { sort: { nextCheckAt: 1 }, returnDocument: 'after' },
          )
          .lean<TransactionRow>(),
      ),
    /** Takes the lease of one open transaction; null when it is taken. Atomic. */
    claim: async (id: string, lease: Lease, now: Date): Promise<Transaction | null> =>
      read(
        await model
          .findOneAndUpdate(
            { _id: new Types.ObjectId(id), state: 'PROCESSING', 'lease.until': trusted({ $not: { $gt: now } }) },
            { $set: { lease } },
            { returnDocument: 'after' },
          )
          .lean<TransactionRow>(),
      ),
    /** Extends the leases that this owner still holds. */
    renewLeases: async (ids: readonly string[], lease: Lease): Promise<void> => {
      await model.updateMany(
        { _id: trusted({ $in: ids.map((id) => new Types.ObjectId(id)) }), 'lease.owner': lease.owner },
        { $set: { 'lease.until': lease.until } },
      )
    },
    /** Ends a lease. @param owner only if this owner holds it; without it any lease */
    release: async (id: string, owner?: string): Promise<void> => {
      await model.updateOne(
        { _id: new Types.ObjectId(id), ...(owner === undefined ? {} : { 'lease.owner': owner }) },
        { $set: { lease: NO_LEASE } },
      )
    },
  }
}
