import { requireAuthenticated } from '@setrum/subgraph-kit'
import type { Context } from '../context.js'
import { availabilityOf } from '../domain/availability.js'
import { isForSale, marginOf, priceOf } from '../domain/price.js'
import type { ProductResolvers } from '../generated/resolvers.js'
import type { Product as Parent } from '../models/product.js'

export const Product: ProductResolvers<Context, Parent> = {
  // What a sale names may have left the price list: the contract promises null for it, and the code stands on the sale.
  __resolveReference: async ({ code }, { viewer, loaders }) => {
    requireAuthenticated(viewer)
    const product = await loaders.productByCode.load(code)
    return product?.leftAt ? null : product
  },
  nominal: ({ nominalIdr }) => nominalIdr,
  cost: ({ costIdr }) => costIdr,
  margin: (product, _args, { deps }) => marginOf(product, deps.defaultMarginIdr),
  price: (product, _args, { deps }) => priceOf(product, deps.defaultMarginIdr),
  adminFee: ({ adminFeeIdr }) => adminFeeIdr,
  active: isForSale,
  offered: ({ isOffered }) => isOffered,
  availability: (product, _args, { deps, language }) => {
    const { reason, ...times } = availabilityOf(product, { ...deps, now: deps.now() })
    return { ...times, reason: reason?.[language] ?? null }
  },
}
