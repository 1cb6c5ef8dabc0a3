import { badInput } from './errors/domain-error.js'

/** The size of a page; 20 by default. @throws BAD_USER_INPUT unless 1 to 100 */
export function readPageSize(first: number | null | undefined): number {
  const size = first ?? 20
  if (size >= 1 && size <= 100) return size
  throw badInput('first', { id: 'Jumlah baris harus 1 sampai 100.', en: 'A page must have 1 to 100 rows.' })
}
