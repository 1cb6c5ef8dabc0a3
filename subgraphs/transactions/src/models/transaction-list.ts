import mongoose, { Types } from 'mongoose'
import type { Transaction } from '../domain/transaction.js'
import type { TransactionModel } from './transaction.js'
import { type Conditions, filterOf, type RowFilter } from './transaction-filter.js'
import { type Calendar, toTransaction } from './transaction-row.js'
import type { TransactionRow } from './transaction-schema.js'

const { trusted } = mongoose

/** Where a page begins: after a transaction, or so many from the start. */
export type Start = { kind: 'AFTER'; createdAt: Date; id: string } | { kind: 'SKIP'; count: number }

export interface Page {
  nodes: Transaction[]
  totalCount: number
  hasNext: boolean
  hasPrevious: boolean
}

export type TransactionLists = ReturnType<typeof transactionListsOf>

/** Lists of transactions, newest first. */
export function transactionListsOf(model: TransactionModel, calendar: Calendar) {
  return {
    /** @param first how many, at most */
    page: async (conditions: Conditions, { first, start }: { first: number; start: Start }): Promise<Page> => {
      const filter = filterOf(conditions, calendar.timeZone)
      const query = model
        .find(start.kind === 'AFTER' ? { $and: [afterOf(start), filter] } : filter)
        .sort({ createdAt: -1, _id: -1 })
        .limit(first + 1)
      if (start.kind === 'SKIP' && start.count > 0) query.skip(start.count)
      const [rows, totalCount] = await Promise.all([query.lean<TransactionRow[]>(), count(model, filter)])
      return {
        nodes: rows.slice(0, first).map((row) => toTransaction(row, calendar)),
        totalCount,
        hasNext: rows.length > first,
        hasPrevious: start.kind === 'AFTER' || (start.count > 0 && totalCount > 0),
      }
    },
    /** One after another, as fast as they are taken: however many there are, a few are in memory. */
    stream: async function* (conditions: Conditions): AsyncGenerator<Transaction> {
      const cursor = model
        .find(filterOf(conditions, calendar.timeZone))
        .select({ events: 0, callbacks: 0, info: 0, bills: 0 })
        .sort({ createdAt: -1, _id: -1 })
        .lean<TransactionRow[]>()
        .cursor({ batchSize: 500 })
      for await (const row of cursor) yield toTransaction(row, calendar)
    },
  }
}

function count(model: TransactionModel, filter: RowFilter): Promise<number> {
  return Object.keys(filter).length === 0 ? model.estimatedDocumentCount().exec() : model.countDocuments(filter).exec()
}

function afterOf({ createdAt, id }: Extract<Start, { kind: 'AFTER' }>): RowFilter {
  return {
    createdAt: trusted({ $lte: createdAt }),
    $or: [{ createdAt: trusted({ $lt: createdAt }) }, { createdAt, _id: trusted({ $lt: new Types.ObjectId(id) }) }],
  }
}
