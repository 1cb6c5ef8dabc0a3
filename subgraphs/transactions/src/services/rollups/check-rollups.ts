import { isDeepStrictEqual } from 'node:util'
import type { BucketId } from '../../domain/rollup-bucket.js'
import type { BucketTotal, SalesRollups } from '../../models/sales-rollups.js'
import type { SalesTotals } from '../../models/sales-totals.js'

/**
 * Adds every kept sum up again from the transactions. Sums whose stretch of time is marked as changed are read from the
 * transactions anyway and are not looked at.
 */
export async function checkRollups({ figures, sums }: { figures: SalesTotals; sums: SalesRollups }): Promise<{
  checked: number
  wrong: BucketId[]
}> {
  const stale = new Set(await figures.bucketsToRebuild())
  const units = (await sums.units()).filter((unit) => !stale.has(unit))
  const wrong: BucketId[] = []
  for (const unit of units) {
    const [kept] = await sums.of([unit])
    if (kept && !isDeepStrictEqual(sorted(kept.sums), sorted(await figures.scanBucket(unit)))) wrong.push(unit)
  }
  return { checked: units.length, wrong }
}

const sorted = (sums: readonly BucketTotal[]): string[] =>
  sums
    .map(({ businessDate, productType, state, employeeId, shiftId, count, amountIdr, profitIdr }) =>
      JSON.stringify([businessDate, productType, state, employeeId, shiftId, count, amountIdr, profitIdr]),
    )
    .sort()
