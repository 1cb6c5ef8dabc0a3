import { type Admin, DomainError } from '@setrum/subgraph-kit'
import type { Deps } from '../context.js'
import { readShiftName } from '../domain/shift-name.js'
import type { UpdateShiftInput } from '../generated/resolvers.js'
import type { NewShift, Shift } from '../models/shift.js'
import { auditedShift } from './audit.js'

/**
 * Changes a shift; what is left out or null stays. The sister subgraphs obey within seconds, by their copies.
 * @throws NOT_FOUND, BAD_USER_INPUT
 */
export async function updateShift(
  { id, by, input }: { id: string; by: Admin; input: UpdateShiftInput },
  { shifts, audit }: Pick<Deps, 'shifts' | 'audit'>,
): Promise<Shift> {
  const change: Partial<NewShift> = {}
  if (input.name != null) change.name = readShiftName(input.name)
  if (input.startAt != null) change.startAt = input.startAt
  if (input.endAt != null) change.endAt = input.endAt
  if (input.active != null) change.active = input.active

  const changed = await shifts.update(id, change)
  if (!changed) throw new DomainError('NOT_FOUND', { id: 'Jam kerja itu tidak ada.', en: 'There is no such shift.' })
  const { before, after } = changed
  await audit({
    action: 'SHIFT_UPDATED',
    by,
    subjectId: after.id,
    before: auditedShift(before),
    after: auditedShift(after),
  })
  return after
}
