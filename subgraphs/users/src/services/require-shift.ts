import { badInput } from '@setrum/subgraph-kit'
import type { Deps } from '../context.js'

/** @returns the id of a shift that exists. @throws BAD_USER_INPUT, SUBGRAPH_UNAVAILABLE when nobody can tell */
export async function requireShift(id: string | null | undefined, { shifts }: Pick<Deps, 'shifts'>): Promise<string> {
  if (id == null) {
    throw badInput('shiftId', { id: 'Jam kerja karyawan harus dipilih.', en: 'An employee must have a shift.' })
  }
  const shift = await shifts.find(id)
  if (!shift) throw badInput('shiftId', { id: 'Jam kerja itu tidak ada.', en: 'There is no such shift.' })
  return shift.id
}
