import { requireAdmin } from '@setrum/subgraph-kit'
import type { MutationResolvers } from '../generated/resolvers.js'
import { createShift, updateShift } from '../services/shifts.js'
import { updateProduct } from '../services/update-product.js'

export const Mutation: MutationResolvers = {
  createShift: (_root, { input }, { viewer, deps }) => createShift({ input, viewer: requireAdmin(viewer) }, deps),
  updateShift: (_root, { id, input }, { viewer, deps }) =>
    updateShift({ id, input, viewer: requireAdmin(viewer) }, deps),
  updateProduct: (_root, { code, input }, { viewer, deps }) =>
    updateProduct({ code, input, viewer: requireAdmin(viewer) }, deps),
}
