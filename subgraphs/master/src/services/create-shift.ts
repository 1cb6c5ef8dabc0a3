import { readShiftName } from '../domain/shift-name.js'
import type { CreateShiftInput } from '../generated/resolvers.js'
import type { Shift, Shifts } from '../models/shift.js'

/**
 * Makes a shift. Every pair of times is a shift: equal ones are one minute, an end one minute before the start is round
 * the clock.
 * @throws BAD_USER_INPUT for a name that is empty or too long
 */
export async function createShift(input: CreateShiftInput, shifts: Shifts): Promise<Shift> {
  return shifts.insert({
    name: readShiftName(input.name),
    startAt: input.startAt,
    endAt: input.endAt,
    active: input.active ?? true,
  })
}
