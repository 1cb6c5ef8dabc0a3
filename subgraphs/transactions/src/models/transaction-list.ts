import type { Deadline } from '@setrum/subgraph-kit'
import mongoose, { Types } from 'mongoose'
import { type Cursor, SORTS, type Sort } from '../domain/cursor.js'
import type { Transaction } from '../domain/transaction.js'
import type { TransactionModel } from './transaction.js'
import { type Conditions, filterOf, isSearch, type RowFilter } from './transaction-filter.js'
import { type Calendar, toTransaction } from './transaction-row.js'
import { SEARCH_INDEX, type TransactionRow } from './transaction-schema.js'

const { trusted } = mongoose

/** The start of a page: after a transaction, or after so many rows. */
export type Start = ({ kind: 'AFTER' } & Cursor) | { kind: 'SKIP'; count: number }

export interface Page {
  nodes: Transaction[]
  /** Counts on demand, at most to the limit: with a filter that is expensive. */
  countUpTo: (limit: number | null) => Promise<number>
  hasNext: boolean
  hasPrevious: boolean
}

export type TransactionLists = ReturnType<typeof transactionListsOf>

/** Lists of transactions. */
export function transactionListsOf(model: TransactionModel, calendar: Calendar) {
  return {
    /** @param first how many, at most */
    page: async (
      conditions: Conditions,
      { first, start, sort, deadline }: { first: number; start: Start; sort: Sort; deadline: Deadline },
    ): Promise<Page> => {
      const { by, direction } = SORTS[sort]
      const filter = filterOf(conditions, calendar)
      const index = isSearch(conditions) ? { hint: SEARCH_INDEX } : {}
      const query = model
        .find(start.kind === 'AFTER' ? { $and: [afterOf(start, sort), filter] } : filter, null, index)
        .select({ callbacks: 0, info: 0, searchTerms: 0 })
        .sort({ [by]: direction, _id: direction })
        .limit(first + 1)
        .maxTimeMS(deadline.remainingMs)
      if (start.kind === 'SKIP' && start.count > 0) query.skip(start.count)
      const rows = await query.lean<TransactionRow[]>()
      const countUpTo = async (limit: number | null) => {
        if (Object.keys(filter).length === 0) {
          const all = await model.estimatedDocumentCount()
          return limit === null ? all : Math.min(all, limit)
        }
        const options = { ...index, maxTimeMS: deadline.remainingMs, ...(limit === null ? {} : { limit }) }
        return model.countDocuments(filter, options)
      }
      return {
        nodes: rows.slice(0, first).map((row) => toTransaction(row, calendar)),
        countUpTo,
        hasNext: rows.length > first,
        // A page beyond the end is empty: only the count tells whether rows come before it.
        hasPrevious: start.kind === 'AFTER' || (start.count > 0 && (rows.length > 0 || (await countUpTo(1)) > 0)),
      }
    },
    /** Streams with back-pressure: a few rows are in memory, however many there are. */
    stream: async function* (conditions: Conditions): AsyncGenerator<Transaction> {
      const cursor = model
        .find(filterOf(conditions, calendar), null, isSearch(conditions) ? { hint: SEARCH_INDEX } : {})
        .select({ events: 0, callbacks: 0, info: 0, bills: 0, searchTerms: 0 })
        .sort({ createdAt: -1, _id: -1 })
        .lean<TransactionRow[]>()
        .cursor({ batchSize: 500 })
      for await (const row of cursor) yield toTransaction(row, calendar)
    },
  }
}

/** The rows after a cursor. An unknown price is the lowest. */
function afterOf({ value, id }: Cursor, sort: Sort): RowFilter {
  const { by, direction } = SORTS[sort]
  const beyond = direction === -1 ? '$lt' : '$gt'
  const _id = trusted({ [beyond]: new Types.ObjectId(id) })
  if (by === 'createdAt') {
    const createdAt = new Date(value ?? 0)
    return {
      // Redundant with the next line, so that the index is entered at the right place.
      createdAt: trusted({ [`${beyond}e`]: createdAt }),
      $or: [{ createdAt: trusted({ [beyond]: createdAt }) }, { createdAt, _id }],
    }
  }
  const same = { price: value, _id }
  if (direction === -1)
    return value === null ? same : { $or: [{ price: trusted({ $lt: value }) }, { price: null }, same] }
  return { $or: [value === null ? { price: trusted({ $ne: null }) } : { price: trusted({ $gt: value }) }, same] }
}
