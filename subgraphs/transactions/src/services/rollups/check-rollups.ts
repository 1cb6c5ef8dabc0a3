import { isDeepStrictEqual } from 'node:util'
import { type BucketId, isDay } from '../../domain/rollup-bucket.js'
import { type BucketTotal, type HourTotal, type SalesRollups, sumOfHours } from '../../models/sales-rollups.js'
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
  for (const { _id, totals, hours } of rollups) {
    const counted = await salesTotals.scanBucket(_id)
    const isRight = isSame(totals, sumOfHours(counted)) && (!isDay(_id) || isSame(hours ?? [], counted))
    if (!isRight) wrong.push(_id)
  }
  return { checked: rollups.length, wrong }
}

const isSame = (
  rolledUp: readonly (BucketTotal | HourTotal)[],
  counted: readonly (BucketTotal | HourTotal)[],
): boolean => isDeepStrictEqual(sorted(rolledUp), sorted(counted))

const sorted = (totals: readonly (BucketTotal | HourTotal)[]): string[] =>
  totals
    .map(({ businessDate, productType, state, employeeId, shiftId, count, amountIdr, profitIdr, ...rest }) => {
      const hour = 'hour' in rest ? rest.hour : null
      return JSON.stringify([businessDate, hour, productType, state, employeeId, shiftId, count, amountIdr, profitIdr])
    })
    .sort()
