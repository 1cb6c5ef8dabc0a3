import { requireKnown } from '@setrum/subgraph-kit'
import type { Context } from '../context.js'
import { availabilityOf } from '../domain/availability.js'
import { isForSale, marginOf, priceOf } from '../domain/price.js'
import type { ProductResolvers } from '../generated/resolvers.js'
import type { Product as Parent } from '../models/product.js'

export const Product: ProductResolvers<Context, Parent> = {
  __resolveReference: ({ code }, { viewer, loaders }) => {
    requireKnown(viewer)
    return loaders.productByCode.load(code)
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
