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

/** Batches by filter: one database query for all employees, or all shifts, under the same filter. */
export function createSalesLoader(
  deps: Pick<Deps, 'salesTotals' | 'rollups'>,
  deadline: Deadline,
): DataLoader<SalesRequest, SalesSummary, string> {
  return new DataLoader<SalesRequest, SalesSummary, string>(
    async (requests) => {
      const batches = groupBy(requests, batchKeyOf)
      const summaries = new Map<string, SalesSummary>()
      await Promise.all(
        [...batches.values()].map(async (batch) => {
          const [first] = batch
          if (!first) return
          const ids = [...new Set(batch.map(({ id }) => id))]
          const { kind, conditions } = first
          const rows = await readTotals(conditions, (until) => deps.salesTotals.by(kind, ids, conditions, until), {
            deps,
            deadline,
          })
          const byId = groupBy(rows, (row) => row.of ?? '')
          for (const request of batch) summaries.set(keyOf(request), summaryOf(byId.get(request.id) ?? []))
        }),
      )
      return requests.map((request) => summaries.get(keyOf(request)) ?? summaryOf([]))
    },
    { cacheKeyFn: keyOf },
  )
}

const batchKeyOf = ({ kind, conditions }: SalesRequest) => `${kind} ${JSON.stringify(conditions)}`
const keyOf = (request: SalesRequest) => `${request.id} ${batchKeyOf(request)}`

function groupBy<T>(items: readonly T[], keyOfItem: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const key = keyOfItem(item)
    groups.set(key, [...(groups.get(key) ?? []), item])
  }
  return groups
}
