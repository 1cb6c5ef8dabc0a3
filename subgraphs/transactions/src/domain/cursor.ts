import { badInput } from '@setrum/subgraph-kit'
import type { Transaction } from './transaction.js'

/**
 * The orders of a list. Of two that are alike the one made later comes first, or last where the order is upwards. The
 * mark begins an order's cursors: one is not taken for another's.
 */
export const SORTS = {
  NEWEST: { by: 'createdAt', direction: -1, mark: '' },
  OLDEST: { by: 'createdAt', direction: 1, mark: 'o' },
  PRICE_HIGHEST: { by: 'price', direction: -1, mark: 'p' },
  PRICE_LOWEST: { by: 'price', direction: 1, mark: 'l' },
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
  return Buffer.from(`${SORTS[sort].mark}${value ?? ''}.${id}`).toString('base64url')
}

/** @throws BAD_USER_INPUT for anything that `cursorOf` did not write for a list in this order */
export function readCursor(text: string, sort: Sort): Cursor {
  const { mark, by } = SORTS[sort]
  const [, begins, value, id] =
    /^([opl]?)(\d{0,15})\.([0-9a-f]{24})$/.exec(Buffer.from(text, 'base64url').toString()) ?? []
  const isWrong = value === undefined || id === undefined || begins !== mark
  if (isWrong || (value === '' && by === 'createdAt')) {
    throw badInput('after', { id: 'Penanda halaman tidak sah.', en: 'The cursor is not valid.' })
  }
  return { value: value === '' ? null : Number(value), id }
}
