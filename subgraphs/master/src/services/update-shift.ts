import { DomainError } from '@setrum/subgraph-kit'
import { readShiftName } from '../domain/shift-name.js'
import type { UpdateShiftInput } from '../generated/resolvers.js'
import type { NewShift, Shift, Shifts } from '../models/shift.js'

/**
 * Changes a shift; what is left out or null stays. The sister subgraphs obey within seconds, by their copies.
 * @throws NOT_FOUND, BAD_USER_INPUT
 */
export async function updateShift(id: string, input: UpdateShiftInput, shifts: Shifts): Promise<Shift> {
  const change: Partial<NewShift> = {}
  if (input.name != null) change.name = readShiftName(input.name)
  if (input.startAt != null) change.startAt = input.startAt
  if (input.endAt != null) change.endAt = input.endAt
  if (input.active != null) change.active = input.active

  const shift = await shifts.update(id, change)
  if (!shift) throw new DomainError('NOT_FOUND', { id: 'Jam kerja itu tidak ada.', en: 'There is no such shift.' })
  return shift
}
