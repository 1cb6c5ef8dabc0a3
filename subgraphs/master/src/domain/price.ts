import type { Product } from '../models/product.js'

/** The biller lists it and the owner offers it. */
export function isForSale({ isListed, isOffered }: Product): boolean {
  return isListed && isOffered
}

/** Margin in whole rupiah; null for bills, which have none. */
export function marginOf({ type, marginIdr }: Product, defaultMarginIdr: number): number | null {
  return type === 'PREPAID' ? (marginIdr ?? defaultMarginIdr) : null
}

/** Customer price in whole rupiah; null for bills, whose amount comes from the inquiry. */
export function priceOf(product: Product, defaultMarginIdr: number): number | null {
  const margin = marginOf(product, defaultMarginIdr)
  return product.costIdr === null || margin === null ? null : product.costIdr + margin
}

const TYPE_ORDER: readonly Product['type'][] = ['PREPAID', 'POSTPAID', 'NON_TAGLIS']

/** Sort order: tokens by face value, then bills. */
export function compareProducts(a: Product, b: Product): number {
  return (
    TYPE_ORDER.indexOf(a.type) - TYPE_ORDER.indexOf(b.type) ||
    (a.nominalIdr ?? 0) - (b.nominalIdr ?? 0) ||
    a.code.localeCompare(b.code)
  )
}
