import { badInput } from '@setrum/subgraph-kit'
import type { Deps } from '../context.js'

/** @returns the id of a shift that exists. @throws BAD_USER_INPUT */
export async function requireShift(id: string, { shifts }: Deps): Promise<string> {
  const shift = await shifts.find(id)
  if (!shift) throw badInput('shiftId', { id: 'Jam kerja itu tidak ada.', en: 'There must be such a shift.' })
  return shift.id
}
