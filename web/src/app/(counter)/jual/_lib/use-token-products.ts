import { useEffect, useState } from 'react'
import { readFragment } from '@/gen/fragment-masking'
import { type ProductPickerFragment, ProductPickerFragmentDoc, TokenProductsDocument } from '@/gen/graphql'
import type { Failure } from '@/lib/graph/failure'
import { usePanelQuery } from '@/lib/graph/use-panel-query'
import { isBoolean, isListOf, isNullOr, isNumber, isOneOf, isShape, isString } from '@/lib/guards'
import { readStored, writeStored } from '@/lib/json'

/** Prices change, and the cut-off window opens and closes. */
const REFRESH_MS = 60_000
const CACHE_KEY = 'setrum:last-products'

export interface TokenProducts {
  /** The tokens on sale; undefined while unknown. */
  list: readonly ProductPickerFragment[] | undefined
  /** The price list is unavailable: `list` is the last one of this device or the gateway. Paying checks the price. */
  isCached: boolean
  failure: Failure | null
  retry: () => Promise<void>
}

/** The tokens on sale; while the price list is unavailable the last ones, also after a reload. */
export function useTokenProducts(): TokenProducts {
  const { data, failure, retry } = usePanelQuery(TokenProductsDocument, { variables: {}, poll: () => REFRESH_MS })
  const [cached, setCached] = useState<readonly ProductPickerFragment[] | undefined>(undefined)
  const fresh = data?.products
  useEffect(() => {
    if (fresh) {
      const list = fresh.map((product) => readFragment(ProductPickerFragmentDoc, product))
      setCached(list)
      writeStored('localStorage', CACHE_KEY, list)
    } else {
      setCached((before) => before ?? readCache())
    }
  }, [fresh])
  const list = fresh ? fresh.map((product) => readFragment(ProductPickerFragmentDoc, product)) : cached
  return { list, isCached: failure !== null && list !== undefined, failure, retry }
}

const isProductList = isListOf<ProductPickerFragment>(
  isShape<ProductPickerFragment>({
    __typename: isOneOf(['Product']),
    code: isString,
    name: isString,
    nominal: isNullOr(isNumber),
    price: isNullOr(isNumber),
    active: isBoolean,
    availability: isShape<ProductPickerFragment['availability']>({
      __typename: isOneOf(['ProductAvailability']),
      sellable: isBoolean,
      reason: isNullOr(isString),
    }),
  }),
)

function readCache(): readonly ProductPickerFragment[] | undefined {
  return readStored('localStorage', CACHE_KEY, isProductList)
}
