import { readFragment } from '@/gen/fragment-masking'
import { type MyShiftQuery, type ProductType, SoldOfOneKindFragmentDoc } from '@/gen/graphql'

export const SOLD_STATUSES = ['success', 'processing', 'failed'] as const

export type Sold = Record<(typeof SOLD_STATUSES)[number], { count: number; amount: number }>
export type SoldKind = Sold & { productType: ProductType }

/** What was sold of each kind of product, by its state; null while it cannot be had. */
export function soldByKind(data: MyShiftQuery | undefined): SoldKind[] | null {
  const prepaid = readFragment(SoldOfOneKindFragmentDoc, data?.prepaid)
  const postpaid = readFragment(SoldOfOneKindFragmentDoc, data?.postpaid)
  const nonTaglis = readFragment(SoldOfOneKindFragmentDoc, data?.nonTaglis)
  if (!prepaid || !postpaid || !nonTaglis) return null
  return [
    { productType: 'PREPAID', ...prepaid },
    { productType: 'POSTPAID', ...postpaid },
    { productType: 'NON_TAGLIS', ...nonTaglis },
  ]
}

/** All kinds together. */
export function sumOf(kinds: readonly Sold[]): Sold {
  const total = (status: keyof Sold) => ({
    count: kinds.reduce((sum, kind) => sum + kind[status].count, 0),
    amount: kinds.reduce((sum, kind) => sum + kind[status].amount, 0),
  })
  return { success: total('success'), processing: total('processing'), failed: total('failed') }
}
