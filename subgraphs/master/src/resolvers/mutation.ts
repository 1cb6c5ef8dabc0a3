import { requireAdmin } from '@setrum/subgraph-kit'
import type { MutationResolvers } from '../generated/resolvers.js'
import { createShift } from '../services/create-shift.js'
import { updateProduct } from '../services/update-product.js'
import { updateShift } from '../services/update-shift.js'

export const Mutation: MutationResolvers = {
  createShift: (_root, { input }, { viewer, deps }) => createShift({ input, by: requireAdmin(viewer) }, deps),
  updateShift: (_root, { id, input }, { viewer, deps }) => updateShift({ id, input, by: requireAdmin(viewer) }, deps),
  updateProduct: (_root, { code, input }, { viewer, deps }) =>
    updateProduct({ code, input, by: requireAdmin(viewer) }, deps),
}
