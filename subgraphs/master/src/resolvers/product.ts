import { requireAuthenticated } from '@setrum/subgraph-kit'
import type { Context } from '../context.js'
import { availabilityOf } from '../domain/availability.js'
import { isForSale, marginOf, priceOf } from '../domain/price.js'
import type { ProductResolvers } from '../generated/resolvers.js'
import type { Product as ProductModel } from '../models/product.js'

export const Product: ProductResolvers<Context, ProductModel> = {
  // A sale may refer to a product that left the price list: its product is null, and the sale keeps the code.
  __resolveReference: async ({ code }, { viewer, loaders }) => {
    requireAuthenticated(viewer)
    const product = await loaders.productByCode.load(code)
    return product?.leftAt ? null : product
  },
  nominal: ({ nominalIdr }) => nominalIdr,
  // Cost and profit are the owner's; the transactions subgraph needs the cost.
  cost: ({ costIdr }, _args, { viewer }) => (viewer.role === 'EMPLOYEE' ? null : costIdr),
  margin: (product, _args, { deps, viewer }) =>
    viewer.role === 'EMPLOYEE' ? null : marginOf(product, deps.defaultMarginIdr),
  price: (product, _args, { deps }) => priceOf(product, deps.defaultMarginIdr),
  adminFee: ({ adminFeeIdr }) => adminFeeIdr,
  active: isForSale,
  offered: ({ isOffered }) => isOffered,
  availability: (product, _args, { deps, language }) => {
    const { reason, ...times } = availabilityOf(product, { ...deps, now: deps.now() })
    return { ...times, reason: reason?.[language] ?? null }
  },
}
