import { badInput } from '@setrum/subgraph-kit'
import type { Transaction } from './transaction.js'

/**
 * The orders of a list; equal values are ordered by id in the same direction. Cursors start with the prefix of their order,
 * so that a cursor of another order is refused.
 */
export const SORTS = {
  NEWEST: { by: 'createdAt', direction: -1, prefix: '' },
  OLDEST: { by: 'createdAt', direction: 1, prefix: 'o' },
  PRICE_HIGHEST: { by: 'price', direction: -1, prefix: 'p' },
  PRICE_LOWEST: { by: 'price', direction: 1, prefix: 'l' },
} as const
export type Sort = keyof typeof SORTS

/** The position of a transaction in a list, by its key: new transactions move nothing. */
export interface Cursor {
  /** Milliseconds or rupiah, by the order of the list; null for a price that is not known. */
  value: number | null
  id: string
}

export function cursorOf({ id, createdAt, priceIdr }: Transaction, sort: Sort): string {
  const value = SORTS[sort].by === 'price' ? priceIdr : createdAt.getTime()
  return Buffer.from(`${SORTS[sort].prefix}${value ?? ''}.${id}`).toString('base64url')
}

/** @throws BAD_USER_INPUT for anything that `cursorOf` did not write for a list in this order */
export function readCursor(text: string, sort: Sort): Cursor {
  const { prefix, by } = SORTS[sort]
  const [, start, value, id] =
    /^([opl]?)(\d{0,15})\.([0-9a-f]{24})$/.exec(Buffer.from(text, 'base64url').toString()) ?? []
  const isWrong = value === undefined || id === undefined || start !== prefix
  if (isWrong || (value === '' && by === 'createdAt')) {
    throw badInput('after', { id: 'Penanda halaman tidak sah.', en: 'The cursor is not valid.' })
  }
  return { value: value === '' ? null : Number(value), id }
}
