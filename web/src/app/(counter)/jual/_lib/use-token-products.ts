import { useEffect, useState } from 'react'
import { readFragment } from '@/gen/fragment-masking'
import { type ProductPickerFragment, ProductPickerFragmentDoc, TokenProductsDocument } from '@/gen/graphql'
import type { Failure } from '@/lib/graph/failure'
import { usePanelQuery } from '@/lib/graph/use-panel-query'

/** Prices change, and a cut-off begins and ends: the list is asked for again once a minute. */
const REFRESH_MS = 60_000
const LAST_SEEN = 'setrum:last-products'

export interface TokenProducts {
  /** What can be sold, by face value; undefined while nothing is known. */
  list: readonly ProductPickerFragment[] | undefined
  /**
   * It is the list of the last time, of this device or of the gateway, because the price list cannot be read now.
   * Prices are checked when paying.
   */
  isLastSeen: boolean
  failure: Failure | null
  retry: () => Promise<void>
}

/** The tokens on sale; when the price list is down, the ones seen last, also after a reload. */
export function useTokenProducts(): TokenProducts {
  const { data, failure, retry } = usePanelQuery(TokenProductsDocument, { variables: {}, poll: () => REFRESH_MS })
  const [lastSeen, setLastSeen] = useState<readonly ProductPickerFragment[] | undefined>(undefined)
  const fresh = data?.products
  useEffect(() => {
    if (fresh) {
      const list = fresh.map((product) => readFragment(ProductPickerFragmentDoc, product))
      setLastSeen(list)
      writeLastSeen(list)
    } else {
      setLastSeen((seen) => seen ?? readLastSeen())
    }
  }, [fresh])
  const list = fresh ? fresh.map((product) => readFragment(ProductPickerFragmentDoc, product)) : lastSeen
  return { list, isLastSeen: failure !== null && list !== undefined, failure, retry }
}

function writeLastSeen(list: readonly ProductPickerFragment[]): void {
  try {
    localStorage.setItem(LAST_SEEN, JSON.stringify(list))
  } catch {
    // Without storage the list is there all the same; it only does not outlive a reload.
  }
}

function readLastSeen(): readonly ProductPickerFragment[] | undefined {
  try {
    return JSON.parse(localStorage.getItem(LAST_SEEN) ?? 'null') ?? undefined
  } catch {
    return undefined
  }
}
