import { readFragment } from '@/gen/fragment-masking'
import { type MyShiftQuery, type ProductType, ProductTypeSalesFragmentDoc } from '@/gen/graphql'

export const SALE_STATUSES = ['success', 'processing', 'failed'] as const

type SalesByStatus = Record<(typeof SALE_STATUSES)[number], { count: number; amount: number }>
export type ProductTypeSales = SalesByStatus & { productType: ProductType }

/** The sales of each product type by status; null while unavailable. */
export function salesByProductType(data: MyShiftQuery | undefined): ProductTypeSales[] | null {
  const prepaid = readFragment(ProductTypeSalesFragmentDoc, data?.prepaid)
  const postpaid = readFragment(ProductTypeSalesFragmentDoc, data?.postpaid)
  const nonTaglis = readFragment(ProductTypeSalesFragmentDoc, data?.nonTaglis)
  if (!prepaid || !postpaid || !nonTaglis) return null
  return [
    { productType: 'PREPAID', ...prepaid },
    { productType: 'POSTPAID', ...postpaid },
    { productType: 'NON_TAGLIS', ...nonTaglis },
  ]
}

/** The totals of all product types. */
export function totalOf(sales: readonly SalesByStatus[]): SalesByStatus {
  const total = (status: keyof SalesByStatus) => ({
    count: sales.reduce((sum, it) => sum + it[status].count, 0),
    amount: sales.reduce((sum, it) => sum + it[status].amount, 0),
  })
  return { success: total('success'), processing: total('processing'), failed: total('failed') }
}
