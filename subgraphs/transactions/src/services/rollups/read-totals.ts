import { type Deadline, DomainError, queryTimeout } from '@setrum/subgraph-kit'
import type { Deps } from '../../context.js'
import { RollupsPendingError } from '../../models/sales-totals.js'
import { adoptOldRows } from '../legacy/adopt-old-rows.js'

/** Sums take this share of the time that is left: a list in the same request must not wait for them. */
const SHARE = 1 / 3

/**
 * Reads sums within the time that the caller has. While so many sales are not rolled up that no query can add them up,
 * it waits for the rollups, which all queries share.
 * @throws NOT_READY when the rollups take longer, QUERY_TIMEOUT
 */
export async function readTotals<T>(
  read: (deadline: Deadline) => Promise<T>,
  deps: Pick<Deps, 'transactions' | 'sums' | 'logger' | 'rebuildRollups'>,
  deadline: Deadline,
): Promise<T> {
  const until = deadline.after(SHARE)
  const attempt = async () => {
    try {
      if (!(await adoptOldRows(deps))) return null
      return { totals: await read(until) }
    } catch (error) {
      if (error instanceof RollupsPendingError) return null
      throw error
    }
  }
  const work = async () => {
    const first = await attempt()
    if (first) return first
    await until.race(deps.rebuildRollups())
    const second = until.isOver ? null : await attempt()
    if (!second) throw notReady()
    return second
  }
  const result = await until.race(work())
  if (!result) throw queryTimeout()
  return result.totals
}

function notReady(): DomainError {
  return new DomainError('NOT_READY', {
    id: 'Ringkasan penjualan masih dihitung. Silakan coba lagi sebentar lagi.',
    en: 'The sales summary is still being computed. Please try again in a moment.',
  })
}
