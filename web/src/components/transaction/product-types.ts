import type { ProductType } from '@/gen/graphql'

export const PRODUCT_TYPES = ['PREPAID', 'POSTPAID', 'NON_TAGLIS'] as const satisfies ProductType[]
