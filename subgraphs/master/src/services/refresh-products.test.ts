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
const AWAY = { kind: 'UNAVAILABLE', code: null, cause: 'HTTP 502' } as const
const found = <T>(value: T): InquiryResult<T> => ({ kind: 'FOUND', value, code: '00', message: null })

interface Lists {
  tokens?: InquiryResult<PrepaidProduct[]>
  bills?: InquiryResult<PostpaidProduct[]>
  nonTaglisCode?: string
}

async function refresh({ tokens = found(TOKENS), bills = found(BILLS), nonTaglisCode = 'PLNNONTAG' }: Lists) {
  const taken: ListedProduct[] = []
  const isComplete = await refreshProducts({
    biller: { listPrepaid: async () => tokens, listPostpaid: async () => bills },
    products: { takeOver: async (_types, listed) => void taken.push(...listed) },
    postpaidCode: 'PLNPOSTPAID',
    nonTaglisCode,
    logger: createLogger('test', 'silent'),
    now: () => new Date('2026-03-31T03:00:00Z'),
  })
  return { isComplete, codes: taken.map(({ code }) => code), types: taken.map(({ type }) => type) }
}

describe('taking over the price lists of the biller', () => {
  test('takes tokens and the bills of PLN, no others', async () => {
    expect(await refresh({})).toEqual({
      isComplete: true,
      codes: ['hpln20000', 'PLNPOSTPAID', 'PLNNONTAG'],
      types: ['PREPAID', 'POSTPAID', 'NON_TAGLIS'],
    })
  })

  test('knows non-taglis under the old name too', async () => {
    const { types } = await refresh({ bills: found([bill('PLNNONH')]) })
    expect(types).toEqual(['PREPAID', 'NON_TAGLIS'])
  })

  test('changes nothing for a list that the biller does not give; the other list counts all the same', async () => {
    expect(await refresh({ tokens: AWAY })).toMatchObject({ isComplete: false, codes: ['PLNPOSTPAID', 'PLNNONTAG'] })
    expect(await refresh({ bills: AWAY })).toMatchObject({ isComplete: false, codes: ['hpln20000'] })
    expect(await refresh({ tokens: AWAY, bills: AWAY })).toMatchObject({ isComplete: false, codes: [] })
  })

  test('takes an empty list for no answer: it would take everything off the counter', async () => {
    expect(await refresh({ tokens: found([]), bills: found([]) })).toMatchObject({ isComplete: false, codes: [] })
  })
})
