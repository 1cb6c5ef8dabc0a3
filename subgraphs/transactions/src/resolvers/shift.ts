import { checkDateRange } from '../domain/input.js'
import type { ShiftResolvers } from '../generated/resolvers.js'
import { salesConditions } from '../services/listing/visible-conditions.js'

/** A shift, by id: the master subgraph knows the rest. */
export interface ShiftRef {
  id: string
}

export const Shift: ShiftResolvers = {
  __resolveReference: ({ id }) => ({ id }),
  sales: async ({ id }, { filter }, { viewer, loaders }) => {
    if (viewer.role !== 'ADMIN') return null
    checkDateRange(filter ?? {})
    const conditions = salesConditions(filter, null)
    return { summary: await loaders.salesOf.load({ kind: 'shiftId', id, conditions }), showsProfit: true }
  },
}
