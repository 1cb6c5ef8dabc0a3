import { checkDateRange } from '../domain/input.js'
import type { UserResolvers } from '../generated/resolvers.js'
import { salesConditions } from '../services/listing/visible-conditions.js'

/** A person, by id: the users subgraph knows the rest. */
export interface UserRef {
  id: string
}

export const User: UserResolvers = {
  __resolveReference: ({ id }) => ({ id }),
  sales: async ({ id }, { filter }, { viewer, loaders }) => {
    const isAdmin = viewer.role === 'ADMIN'
    if (!isAdmin && !(viewer.role === 'EMPLOYEE' && viewer.userId === id)) return null
    checkDateRange(filter ?? {})
    const conditions = salesConditions(filter, null)
    return { summary: await loaders.salesOf.load({ kind: 'employeeId', id, conditions }), showsProfit: isAdmin }
  },
}
