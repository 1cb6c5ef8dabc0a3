import type { Admin } from '@setrum/subgraph-kit'
import type { Deps } from '../context.js'
import { readShiftName } from '../domain/shift-name.js'
import type { CreateShiftInput } from '../generated/resolvers.js'
import type { Shift } from '../models/shift.js'
import { auditedShift } from './audit.js'

/**
 * Makes a shift. Every pair of times is a shift: equal ones are one minute, an end one minute before the start is round
 * the clock.
 * @throws BAD_USER_INPUT for a name that is empty or too long
 */
export async function createShift(
  { by, input }: { by: Admin; input: CreateShiftInput },
  { shifts, audit }: Pick<Deps, 'shifts' | 'audit'>,
): Promise<Shift> {
  const shift = await shifts.insert({
    name: readShiftName(input.name),
    startAt: input.startAt,
    endAt: input.endAt,
    active: input.active ?? true,
  })
  await audit({ action: 'SHIFT_CREATED', by, subjectId: shift.id, after: auditedShift(shift) })
  return shift
}
