import { badInput } from '@setrum/subgraph-kit'
import type { Transaction } from './transaction.js'

/** The orders of a list. Of two that are alike the one made later comes first, or last where the order is upwards. */
export const SORTS = {
  NEWEST: { by: 'createdAt', direction: -1 },
  OLDEST: { by: 'createdAt', direction: 1 },
  PRICE_HIGHEST: { by: 'price', direction: -1 },
  PRICE_LOWEST: { by: 'price', direction: 1 },
} as const
export type Sort = keyof typeof SORTS

/** Where a transaction stands in a list: by its key, so that new ones move nothing. */
export interface Cursor {
  /** Milliseconds or rupiah, by the order of the list; null for a price that is not known. */
  value: number | null
  id: string
}

export function cursorOf({ id, createdAt, priceIdr }: Transaction, sort: Sort): string {
  const value = SORTS[sort].by === 'price' ? priceIdr : createdAt.getTime()
  return Buffer.from(`${prefixOf(sort)}${value ?? ''}.${id}`).toString('base64url')
}

/** @throws BAD_USER_INPUT for anything that `cursorOf` did not write for a list in this order */
export function readCursor(text: string, sort: Sort): Cursor {
  const [, prefix, value, id] = /^(p?)(\d{0,15})\.([0-9a-f]{24})$/.exec(Buffer.from(text, 'base64url').toString()) ?? []
  const isWrong = value === undefined || id === undefined || prefix !== prefixOf(sort)
  if (isWrong || (value === '' && prefix === '')) {
    throw badInput('after', { id: 'Penanda halaman tidak sah.', en: 'The cursor is not valid.' })
  }
  return { value: value === '' ? null : Number(value), id }
}

const prefixOf = (sort: Sort) => (SORTS[sort].by === 'price' ? 'p' : '')
