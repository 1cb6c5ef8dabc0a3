import { type Deadline, DomainError, isMaxTimeExpired, queryTimeout } from '@setrum/subgraph-kit'
import type { Deps } from '../../context.js'
import { RollupsPendingError, type SalesConditions } from '../../models/sales-totals.js'

/** Totals take this share of the remaining time: a list in the same request does not wait longer for them. */
const SHARE = 1 / 3
/** The query that starts a rebuild waits this long for it: a long rebuild must not delay the list in the same request. */
const REBUILD_WAIT_MS = 150

/**
 * Reads totals within the caller's time. When too many sales of the period are not rolled up for a query to add them up,
 * it starts a rebuild and waits briefly; until its end every other query of that period is refused at once.
 * @throws NOT_READY when the rebuild takes longer, QUERY_TIMEOUT
 */
export async function readTotals<T>(
  { from = null, to = null, since = null }: Pick<SalesConditions, 'from' | 'to' | 'since'>,
  read: (deadline: Deadline) => Promise<T>,
  { deps: { rollups }, deadline }: { deps: { rollups: Omit<Deps['rollups'], 'trigger'> }; deadline: Deadline },
): Promise<T> {
  const period = JSON.stringify({ from, to, since })
  if (rollups.isCatchingUp(period)) throw notReady()
  const until = deadline.after(SHARE)
  const first = (await until.race(attempt(read, until))) ?? 'timeout'
  if (first === 'timeout') {
    if (!rollups.isRebuilding()) throw queryTimeout()
    // Another read would take as long again, and would delay the rebuild.
    void rollups.catchUp(period)
    throw notReady()
  }
  if (first !== 'pending') return first.totals
  const wait = until.within(REBUILD_WAIT_MS)
  await wait.race(rollups.catchUp(period))
  if (wait.isOver) throw notReady()
  const second = await until.race(attempt(read, until))
  if (second === null || typeof second === 'string') throw notReady()
  return second.totals
}

async function attempt<T>(
  read: (deadline: Deadline) => Promise<T>,
  until: Deadline,
): Promise<{ totals: T } | 'pending' | 'timeout'> {
  try {
    return { totals: await read(until) }
  } catch (error) {
    if (error instanceof RollupsPendingError) return 'pending'
    if (isMaxTimeExpired(error)) return 'timeout'
    throw error
  }
}

function notReady(): DomainError {
  return new DomainError('NOT_READY', {
    id: 'Ringkasan penjualan masih dihitung. Silakan coba lagi sebentar lagi.',
    en: 'The sales summary is still being computed. Please try again in a moment.',
  })
}
