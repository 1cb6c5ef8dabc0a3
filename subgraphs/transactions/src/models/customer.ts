import { cleanNumber } from '@setrum/units'
import mongoose from 'mongoose'
import type { ProductType } from '../domain/legacy/legacy-row.js'
import type { TransactionModel } from './transaction.js'
import { escapeRegex } from './transaction-filter.js'

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
  ownerId: string | null
  productType: ProductType | null
  first: number
  maxTimeMs: number
}

export type Customers = ReturnType<typeof customersOf>

/** Bounds the search in a long history; the number of an older customer has to be typed. */
const LAST_SALES = 10_000

/** Customers, from our own last sales. */
export function customersOf(model: TransactionModel) {
  return {
    /** The latest first. @param ownerId limits to the customers of one employee; null for all */
    search: (text: string, { ownerId, productType, first, maxTimeMs }: CustomerSearch): Promise<KnownCustomer[]> =>
      model.aggregate<KnownCustomer>(
        [
          { $match: { state: 'SUCCESS', ...(ownerId === null ? {} : { employeeId: ownerId }) } },
          { $sort: { createdAt: -1 } },
          { $limit: LAST_SALES },
          { $match: { ...matchOf(text), ...(productType ? { productType } : {}) } },
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
        { maxTimeMS: maxTimeMs },
      ),
  }
}

function matchOf(text: string): Record<string, unknown> {
  if (text === '') return {}
  const digits = cleanNumber(text)
  if (/^\d+$/.test(digits)) return { customer_id: trusted({ $regex: digits }) }
  return { 'customer.name': trusted({ $regex: escapeRegex(text), $options: 'i' }) }
}
