import { isDeepStrictEqual } from 'node:util'
import type { BucketId } from '../../domain/rollup-bucket.js'
import type { BucketTotal, SalesRollups } from '../../models/sales-rollups.js'
import type { SalesTotals } from '../../models/sales-totals.js'

/**
 * Compares every rollup with the transactions. Dirty buckets are skipped: queries do not read their rollups.
 */
export async function checkRollups({
  salesTotals,
  salesRollups,
}: {
  salesTotals: SalesTotals
  salesRollups: SalesRollups
}): Promise<{
  checked: number
  wrong: BucketId[]
}> {
  const stale = new Set(await salesTotals.bucketsToRebuild())
  const rollups = (await salesRollups.all()).filter(({ _id }) => !stale.has(_id))
  const wrong: BucketId[] = []
  for (const { _id, totals } of rollups) {
    if (!isDeepStrictEqual(sorted(totals), sorted(await salesTotals.scanBucket(_id)))) wrong.push(_id)
  }
  return { checked: rollups.length, wrong }
}

const sorted = (totals: readonly BucketTotal[]): string[] =>
  totals
    .map(({ businessDate, productType, state, employeeId, shiftId, count, amountIdr, profitIdr }) =>
      JSON.stringify([businessDate, productType, state, employeeId, shiftId, count, amountIdr, profitIdr]),
    )
    .sort()
