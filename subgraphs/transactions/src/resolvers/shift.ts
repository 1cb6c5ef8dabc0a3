import { checkDateRange } from '../domain/input.js'
import type { ShiftResolvers } from '../generated/resolvers.js'
import { adoptOldRows } from '../services/legacy/adopt-old-rows.js'
import { salesConditions } from '../services/listing/visible-conditions.js'

/** A shift, by id: the master subgraph knows the rest. */
export interface ShiftRef {
  id: string
}

export const Shift: ShiftResolvers = {
  __resolveReference: ({ id }) => ({ id }),
  sales: async ({ id }, { filter }, { viewer, loaders, deps }) => {
    if (viewer.role !== 'ADMIN') return null
    checkDateRange(filter ?? {})
    await adoptOldRows(deps)
    const conditions = salesConditions(filter, null)
    return { summary: await loaders.salesOf.load({ kind: 'shiftId', id, conditions }), showsProfit: true }
  },
}
