import type { Deadline } from '@setrum/subgraph-kit'
import DataLoader from 'dataloader'
import type { Deps } from '../../context.js'
import { type SalesSummary, summaryOf } from '../../domain/sales-summary.js'
import type { SalesConditions } from '../../models/sales-totals.js'
import { readTotals } from './read-totals.js'

/** The sales of one employee or of one shift. */
export interface SalesRequest {
  kind: 'employeeId' | 'shiftId'
  id: string
  conditions: SalesConditions
}

/** One question to the database for all employees (or shifts) that are asked for under the same filter. */
export function createSalesLoader(
  deps: Pick<Deps, 'salesTotals' | 'rollups'>,
  deadline: Deadline,
): DataLoader<SalesRequest, SalesSummary, string> {
  return new DataLoader<SalesRequest, SalesSummary, string>(
    async (wanted) => {
      const groups = groupBy(wanted, questionOf)
      const answers = new Map<string, SalesSummary>()
      await Promise.all(
        [...groups.values()].map(async (group) => {
          const [first] = group
          if (!first) return
          const ids = [...new Set(group.map(({ id }) => id))]
          const { kind, conditions } = first
          const rows = await readTotals(conditions, (until) => deps.salesTotals.by(kind, ids, conditions, until), {
            deps,
            deadline,
          })
          const byId = groupBy(rows, (row) => row.of ?? '')
          for (const one of group) answers.set(keyOf(one), summaryOf(byId.get(one.id) ?? []))
        }),
      )
      return wanted.map((one) => answers.get(keyOf(one)) ?? summaryOf([]))
    },
    { cacheKeyFn: keyOf },
  )
}

const questionOf = ({ kind, conditions }: SalesRequest) => `${kind} ${JSON.stringify(conditions)}`
const keyOf = (one: SalesRequest) => `${one.id} ${questionOf(one)}`

function groupBy<T>(items: readonly T[], keyOfItem: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const key = keyOfItem(item)
    groups.set(key, [...(groups.get(key) ?? []), item])
  }
  return groups
}
