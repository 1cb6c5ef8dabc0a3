import type { Context, ReplicatedShift } from '../context.js'
import { shiftsUnavailable } from '../domain/errors.js'

/** As `User.shift` refers to it. */
export interface ShiftRef {
  id: string
}

/**
 * Reads from the local replica of master's shifts. The gateway requests these fields only below `Session.user`, because
 * of `@provides`. codegen makes no types for external fields.
 */
export const Shift = {
  name: async ({ id }: ShiftRef, _args: object, { deps }: Context) => (await requireShift(id, deps)).name,
  startAt: async ({ id }: ShiftRef, _args: object, { deps }: Context) => (await requireShift(id, deps)).startAt,
  endAt: async ({ id }: ShiftRef, _args: object, { deps }: Context) => (await requireShift(id, deps)).endAt,
}

async function requireShift(id: string, { shifts }: Context['deps']): Promise<ReplicatedShift> {
  const shift = await shifts.find(id)
  if (!shift) throw shiftsUnavailable()
  return shift
}
