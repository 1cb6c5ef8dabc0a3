import type { InquiryResult, PostpaidProduct, PrepaidProduct } from '@setrum/iak'
import { createLogger } from '@setrum/service-runtime'
import { describe, expect, test } from 'vitest'
import type { ListedProduct } from '../models/product.js'
import { refreshProducts } from './refresh-products.js'

const TOKENS: PrepaidProduct[] = [
  { code: 'hpln20000', name: 'Token PLN 20000', nominalIdr: 20_000, costIdr: 20_500, active: true },
]
const bill = (code: string): PostpaidProduct => ({ code, name: code, feeIdr: 2_500, commissionIdr: 600, active: true })
const BILLS = [bill('PLNPOSTPAID'), bill('PLNNONTAG'), bill('PDAMKOTA')]
const UNAVAILABLE = { kind: 'UNAVAILABLE', code: null, cause: 'HTTP 502' } as const
const found = <T>(value: T): InquiryResult<T> => ({ kind: 'FOUND', value, code: '00', message: null })

interface Lists {
  tokens?: InquiryResult<PrepaidProduct[]>
  bills?: InquiryResult<PostpaidProduct[]>
  nonTaglisCode?: string
}

async function refresh({ tokens = found(TOKENS), bills = found(BILLS), nonTaglisCode = 'PLNNONTAG' }: Lists) {
  const stored: ListedProduct[] = []
  const isComplete = await refreshProducts({
    biller: { listPrepaid: async () => tokens, listPostpaid: async () => bills },
    products: { replaceListed: async (_types, listed) => void stored.push(...listed) },
    postpaidCode: 'PLNPOSTPAID',
    nonTaglisCode,
    logger: createLogger('test', 'silent'),
    now: () => new Date('2026-03-31T03:00:00Z'),
  })
  return { isComplete, codes: stored.map(({ code }) => code), types: stored.map(({ type }) => type) }
}

describe('refreshing the products from the price lists', () => {
  test('stores tokens and bills of PLN only', async () => {
    expect(await refresh({})).toEqual({
      isComplete: true,
      codes: ['hpln20000', 'PLNPOSTPAID', 'PLNNONTAG'],
      types: ['PREPAID', 'POSTPAID', 'NON_TAGLIS'],
    })
  })

  test('accepts non-taglis under its old code', async () => {
    const { types } = await refresh({ bills: found([bill('PLNNONH')]) })
    expect(types).toEqual(['PREPAID', 'NON_TAGLIS'])
  })

  test('an unavailable list changes nothing, and the other list is stored', async () => {
    expect(await refresh({ tokens: UNAVAILABLE })).toMatchObject({
      isComplete: false,
      codes: ['PLNPOSTPAID', 'PLNNONTAG'],
    })
    expect(await refresh({ bills: UNAVAILABLE })).toMatchObject({ isComplete: false, codes: ['hpln20000'] })
    expect(await refresh({ tokens: UNAVAILABLE, bills: UNAVAILABLE })).toMatchObject({ isComplete: false, codes: [] })
  })

  test('an empty list changes nothing: it would remove all products from sale', async () => {
    expect(await refresh({ tokens: found([]), bills: found([]) })).toMatchObject({ isComplete: false, codes: [] })
  })
})
