import type { Product } from '../models/product.js'

/** Whether it is for sale: the biller lists it and the owner offers it. */
export function isForSale({ isListed, isOffered }: Product): boolean {
  return isListed && isOffered
}

/** What is added to the biller's price, in whole rupiah; null for bills, to which nothing is added. */
export function marginOf({ type, marginIdr }: Product, defaultMarginIdr: number): number | null {
  return type === 'PREPAID' ? (marginIdr ?? defaultMarginIdr) : null
}

/** What the customer pays, in whole rupiah; null for bills, whose amount comes from the inquiry. */
export function priceOf(product: Product, defaultMarginIdr: number): number | null {
  const margin = marginOf(product, defaultMarginIdr)
  return product.costIdr === null || margin === null ? null : product.costIdr + margin
}

const TYPE_ORDER: readonly Product['type'][] = ['PREPAID', 'POSTPAID', 'NON_TAGLIS']

/** The order at the counter: tokens by face value, then bills. */
export function inCounterOrder(a: Product, b: Product): number {
  return (
    TYPE_ORDER.indexOf(a.type) - TYPE_ORDER.indexOf(b.type) ||
    (a.nominalIdr ?? 0) - (b.nominalIdr ?? 0) ||
    a.code.localeCompare(b.code)
  )
}
