import { isDeepStrictEqual } from 'node:util'
import type { UnitId } from '../domain/figure-units.js'
import type { FigureSum, FigureSums } from '../models/figure-sums.js'
import type { SalesFigures } from '../models/sales-figures.js'

/**
 * Adds every kept sum up again from the transactions. Sums whose stretch of time is marked as changed are read from the
 * transactions anyway and are not looked at.
 */
export async function checkSums({ figures, sums }: { figures: SalesFigures; sums: FigureSums }): Promise<{
  checked: number
  wrong: UnitId[]
}> {
  const stale = new Set(await figures.unitsToSum())
  const units = (await sums.units()).filter((unit) => !stale.has(unit))
  const wrong: UnitId[] = []
  for (const unit of units) {
    const [kept] = await sums.of([unit])
    if (kept && !isDeepStrictEqual(sorted(kept.sums), sorted(await figures.scanUnit(unit)))) wrong.push(unit)
  }
  return { checked: units.length, wrong }
}

const sorted = (sums: readonly FigureSum[]): string[] =>
  sums
    .map(({ businessDate, productType, state, employeeId, shiftId, count, amountIdr, profitIdr }) =>
      JSON.stringify([businessDate, productType, state, employeeId, shiftId, count, amountIdr, profitIdr]),
    )
    .sort()
