import { requireAdmin } from '@setrum/subgraph-kit'
import type { MutationResolvers } from '../generated/resolvers.js'
import { createShift } from '../services/create-shift.js'
import { updateProduct } from '../services/update-product.js'
import { updateShift } from '../services/update-shift.js'

export const Mutation: MutationResolvers = {
  createShift: (_root, { input }, { viewer, deps }) => {
    requireAdmin(viewer)
    return createShift(input, deps.shifts)
  },
  updateShift: (_root, { id, input }, { viewer, deps }) => {
    requireAdmin(viewer)
    return updateShift(id, input, deps.shifts)
  },
  updateProduct: (_root, { code, input }, { viewer, deps }) => {
    requireAdmin(viewer)
    return updateProduct(code, input, deps)
  },
}
