import { requireAdmin, requireAuthenticated } from '@setrum/subgraph-kit'
import { compareProducts, isForSale } from '../domain/price.js'
import type { QueryResolvers } from '../generated/resolvers.js'

export const Query: QueryResolvers = {
  shifts: (_root, { active }, { viewer, deps }) => {
    requireAuthenticated(viewer)
    return deps.shifts.list(active ?? null)
  },
  shift: (_root, { id }, { viewer, loaders }) => {
    requireAuthenticated(viewer)
    return loaders.shiftById.load(id)
  },
  products: async (_root, { type, active }, { viewer, deps }) => {
    requireAuthenticated(viewer)
    const products = await deps.products.all()
    return products
      .filter((product) => type == null || product.type === type)
      .filter((product) => active == null || isForSale(product) === active)
      .sort(compareProducts)
  },
  masterAuditLog: (_root, args, { viewer, deps }) => {
    requireAdmin(viewer)
    return deps.auditTrail.page(args)
  },
  product: (_root, { code }, { viewer, loaders }) => {
    requireAuthenticated(viewer)
    return loaders.productByCode.load(code)
  },
}
