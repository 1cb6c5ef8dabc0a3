import { type Deadline, DomainError, queryTimeout } from '@setrum/subgraph-kit'
import type { Deps } from '../../context.js'
import { RollupsPendingError } from '../../models/sales-totals.js'

/** Totals take this share of the remaining time: a list in the same request does not wait longer for them. */
const SHARE = 1 / 3
/** While the rollups are behind, a query gives up after this time: a rebuild takes seconds, and the list does not wait. */
const BEHIND_WAIT_MS = 150

/**
 * Reads totals within the caller's time. When too many sales are not rolled up for a query to add them up, it waits
 * briefly for the rebuild, which all queries share.
 * @throws NOT_READY when the rebuild takes longer, QUERY_TIMEOUT
 */
export async function readTotals<T>(
  read: (deadline: Deadline) => Promise<T>,
  { rollups }: Pick<Deps, 'rollups'>,
  deadline: Deadline,
): Promise<T> {
  if (rollups.isBehind()) return readWhileBehind(read, deadline)
  const until = deadline.after(SHARE)
  const result = await until.race(attempt(read, until))
  if (result && result !== 'pending') return result.totals
  if (!result) throw queryTimeout()
  const wait = until.within(BEHIND_WAIT_MS)
  await wait.race(rollups.catchUp())
  if (wait.isOver) throw notReady()
  return readWhileBehind(read, wait)
}

async function readWhileBehind<T>(read: (deadline: Deadline) => Promise<T>, deadline: Deadline): Promise<T> {
  const until = deadline.within(BEHIND_WAIT_MS)
  const result = await until.race(attempt(read, until)).catch((error: unknown) => {
    if (until.isOver) return null
    throw error
  })
  if (!result || result === 'pending') throw notReady()
  return result.totals
}

async function attempt<T>(
  read: (deadline: Deadline) => Promise<T>,
  until: Deadline,
): Promise<{ totals: T } | 'pending'> {
  try {
    return { totals: await read(until) }
  } catch (error) {
    if (error instanceof RollupsPendingError) return 'pending'
    throw error
  }
}

function notReady(): DomainError {
  return new DomainError('NOT_READY', {
    id: 'Ringkasan penjualan masih dihitung. Silakan coba lagi sebentar lagi.',
    en: 'The sales summary is still being computed. Please try again in a moment.',
  })
}
