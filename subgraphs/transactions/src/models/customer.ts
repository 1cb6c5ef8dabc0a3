import { cleanNumber } from '@setrum/units'
import mongoose from 'mongoose'
import type { ProductType } from '../domain/legacy/legacy-row.js'
import { readSearch } from '../domain/search-terms.js'
import type { TransactionModel } from './transaction.js'
import { searchFilter } from './transaction-filter.js'
import { SEARCH_INDEX } from './transaction-schema.js'

const { trusted } = mongoose

/** A customer of an earlier sale. */
export interface KnownCustomer {
  number: string
  name: string | null
  productType: ProductType
  productCode: string
  lastSoldAt: Date
  count: number
}

interface CustomerSearch {
  productType: ProductType | null
  first: number
  maxTimeMs: number
}

export type Customers = ReturnType<typeof customersOf>

/** Bounds the search in a long history; the number of an older customer has to be typed in full. */
const LAST_SALES = 10_000

/** The shop's customers, from its last sales. */
export function customersOf(model: TransactionModel) {
  return {
    /** The latest first: by words of the name, or by any digits of the numbers in the last sales. */
    search: (text: string, { productType, first, maxTimeMs }: CustomerSearch): Promise<KnownCustomer[]> => {
      const digits = /^\d+$/.exec(cleanNumber(text))?.[0]
      const isName = text !== '' && digits === undefined
      return model.aggregate<KnownCustomer>(
        [
          { $match: { state: 'SUCCESS', ...(isName ? searchFilter(readSearch(text, OF_THE_SHOP)) : {}) } },
          { $sort: { createdAt: -1, _id: -1 } },
          { $limit: LAST_SALES },
          {
            $match: {
              ...(digits === undefined
                ? {}
                : { $or: NUMBERS.map((name) => ({ [name]: trusted({ $regex: digits }) })) }),
              ...(productType ? { productType } : {}),
            },
          },
          {
            $group: {
              _id: '$customer_id',
              name: { $first: '$customer.name' },
              productType: { $first: '$productType' },
              productCode: { $first: '$product_code' },
              lastSoldAt: { $first: '$createdAt' },
              count: { $sum: 1 },
            },
          },
          { $sort: { lastSoldAt: -1, _id: 1 } },
          { $limit: first },
          { $project: { _id: 0, number: '$_id', name: 1, productType: 1, productCode: 1, lastSoldAt: 1, count: 1 } },
        ],
        { maxTimeMS: maxTimeMs, ...(isName ? { hint: SEARCH_INDEX } : {}) },
      )
    },
  }
}

const OF_THE_SHOP = { includesTokens: false, employeeId: null }
const NUMBERS = ['customer_id', 'customer.meterNumber', 'customer.subscriberId']
