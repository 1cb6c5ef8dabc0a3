import type { Logger } from '@setrum/service-runtime'
import type { SalesRollups } from '../../models/sales-rollups.js'
import type { SalesTotals } from '../../models/sales-totals.js'
import type { Transactions } from '../../models/transaction.js'
import { backfillLegacyRows } from '../legacy/backfill-legacy-rows.js'
import { rebuildBucket } from './rebuild-bucket.js'

export interface RebuildDeps {
  transactions: Transactions
  salesTotals: SalesTotals
  salesRollups: SalesRollups
  logger: Logger
  /** Called after each batch of rows and each bucket. */
  onProgress?: (step: 'rows' | 'rollups', done: number, total: number) => void
}

/** Two buckets at once: one reads while the other waits for the disk, and sales are not delayed. */
const CONCURRENCY = 2
const PROGRESS_EVERY_MS = 2_000

/** Backfills rows of the old system and rebuilds all buckets that are dirty or missing. Logs its progress. */
export async function rebuildRollups(deps: RebuildDeps, isStopped: () => boolean = () => false): Promise<void> {
  const { transactions, salesTotals, logger, onProgress } = deps
  const report = every(PROGRESS_EVERY_MS, (about: object) => logger.info(about, 'sales rollups are being rebuilt'))
  const rows = onProgress ? await transactions.countLegacyRows() : 0
  await backfillLegacyRows(deps, (backfilled) => {
    report({ event: 'rollups.progress', backfilled })
    onProgress?.('rows', backfilled, rows)
  })
  const buckets = await salesTotals.bucketsToRebuild()
  const waiting = [...buckets]
  const work = async () => {
    for (let bucket = waiting.shift(); bucket !== undefined && !isStopped(); bucket = waiting.shift()) {
      await rebuildBucket(bucket, deps)
      const rebuilt = buckets.length - waiting.length
      report({ event: 'rollups.progress', rebuilt, total: buckets.length })
      onProgress?.('rollups', rebuilt, buckets.length)
    }
  }
  await Promise.all(Array.from({ length: CONCURRENCY }, work))
}

/** Throttles `call` to one per `ms` milliseconds; the first is after that time. */
function every<T>(ms: number, call: (about: T) => void): (about: T) => void {
  let last = performance.now()
  return (about) => {
    if (performance.now() - last < ms) return
    last = performance.now()
    call(about)
  }
}
