import type { Context } from '../context.js'
import { shiftsUnavailable } from '../domain/errors.js'
import type { ReplicatedShift } from '../domain/replicated-shift.js'

/** As `User.shift` refers to it. */
export interface ShiftRef {
  id: string
}

/**
 * The shift of who signs in, from our copy of master's: `@provides` asks for these fields here in no other place, and
 * codegen has no types for them.
 */
export const Shift = {
  name: async ({ id }: ShiftRef, _args: object, { deps }: Context) => (await known(id, deps)).name,
  startAt: async ({ id }: ShiftRef, _args: object, { deps }: Context) => (await known(id, deps)).startAt,
  endAt: async ({ id }: ShiftRef, _args: object, { deps }: Context) => (await known(id, deps)).endAt,
}

async function known(id: string, { shifts }: Context['deps']): Promise<ReplicatedShift> {
  const shift = await shifts.find(id)
  if (!shift) throw shiftsUnavailable()
  return shift
}
