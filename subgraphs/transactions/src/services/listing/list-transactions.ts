import { badInput, type Deadline, type UserViewer } from '@setrum/subgraph-kit'
import type { Deps } from '../../context.js'
import { cursorOf, readCursor, type Sort } from '../../domain/cursor.js'
import { checkDateRange, readPageSize } from '../../domain/input.js'
import type { Transaction } from '../../domain/transaction.js'
import type { Conditions } from '../../models/transaction-filter.js'
import type { Start } from '../../models/transaction-list.js'
import { ownerFor, transactionConditions } from './row-level-authorization.js'

export interface ListTransactions {
  filter?: Omit<Conditions, 'ownerId'> | null | undefined
  first?: number | null | undefined
  after?: string | null | undefined
  page?: number | null | undefined
  sort?: Sort | null | undefined
}

const MAX_ROWS = 100
/** Skipping costs as much as reading; beyond this a client follows cursors. */
const MAX_PAGES = 10_000
const MAX_SEARCH_LENGTH = 100
const MAX_COUNT = 10_000

export type TransactionPage = Awaited<ReturnType<typeof listTransactions>>

/** A page of the transactions that the viewer may see, newest first by default. @throws BAD_USER_INPUT */
export async function listTransactions(
  input: ListTransactions,
  viewer: UserViewer,
  deps: Deps & { deadline: Deadline },
) {
  const first = readPageSize(input.first ?? 10, MAX_ROWS)
  const sort = input.sort ?? 'NEWEST'
  const start = startOf(input, first, sort)
  checkDateRange(input.filter ?? {})
  if ((input.filter?.search ?? '').length > MAX_SEARCH_LENGTH) {
    throw badInput('search', { id: 'Kata pencarian terlalu panjang.', en: 'The search text is too long.' })
  }
  const conditions = transactionConditions(input.filter, ownerFor(viewer))
  const page = await deps.lists.page(conditions, { first, start, sort, deadline: deps.deadline })
  return {
    nodes: page.nodes,
    totalCount: () => page.countUpTo(null),
    countUpTo: async ({ limit }: { limit: number }) => {
      if (limit < 1 || limit > MAX_COUNT) {
        throw badInput('limit', {
          id: `Batas hitungan harus 1 sampai ${MAX_COUNT}.`,
          en: `A count's limit must be 1 to ${MAX_COUNT}.`,
        })
      }
      return page.countUpTo(limit)
    },
    pageInfo: {
      hasNextPage: page.hasNext,
      hasPreviousPage: page.hasPrevious,
      startCursor: cursorAt(page.nodes[0], sort),
      endCursor: cursorAt(page.nodes.at(-1), sort),
    },
  }
}

function startOf({ after, page }: ListTransactions, first: number, sort: Sort): Start {
  if (after != null && page != null) {
    throw badInput('page', { id: 'Pakai after atau page, bukan keduanya.', en: 'Use after or page, not both.' })
  }
  if (after != null) return { kind: 'AFTER', ...readCursor(after, sort) }
  if (page != null && (page < 1 || page > MAX_PAGES)) {
    throw badInput('page', {
      id: `Halaman harus 1 sampai ${MAX_PAGES}.`,
      en: `A page must be 1 to ${MAX_PAGES}.`,
    })
  }
  return { kind: 'SKIP', count: ((page ?? 1) - 1) * first }
}

const cursorAt = (transaction: Transaction | undefined, sort: Sort) =>
  transaction ? cursorOf(transaction, sort) : null
