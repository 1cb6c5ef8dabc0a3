import { isRoundTheClock, shiftEndsAt, shiftOpensAt } from '@setrum/units'
import type { Deps } from '../context.js'
import { accountInactive, outsideShift } from '../domain/errors.js'
import type { User } from '../models/user.js'

/** For admins, and for employees of a shift that never closes; other sessions of employees end with the shift. */
const SESSION_MS = 12 * 3_600_000

/**
 * Checks that a user may work now.
 * @returns the end of a session that starts now
 * @throws ACCOUNT_INACTIVE, OUTSIDE_SHIFT, SUBGRAPH_UNAVAILABLE when the shift is unknown and master is unreachable
 */
export async function requireSessionEnd(
  user: User,
  { shifts, now, timeZone }: Pick<Deps, 'shifts' | 'now' | 'timeZone'>,
): Promise<Date> {
  if (!user.active) throw accountInactive()
  const at = now()
  const longest = new Date(at.getTime() + SESSION_MS)
  if (user.role === 'ADMIN') return longest
  const shift = user.shiftId === null ? null : await shifts.find(user.shiftId)
  if (!shift?.active) throw outsideShift(null)
  if (isRoundTheClock(shift)) return longest
  const endsAt = shiftEndsAt(shift, at, timeZone)
  if (!endsAt) throw outsideShift(shiftOpensAt(shift, at, timeZone))
  return endsAt
}
