import { shiftEndsAt, shiftOpensAt } from '@setrum/units'
import type { Deps } from '../context.js'
import { accountInactive, outsideShift } from '../domain/errors.js'
import type { User } from '../models/user.js'

/** How long an owner stays signed in; an employee until the shift ends. */
const ADMIN_SESSION_MS = 12 * 3_600_000

/**
 * Until when somebody who starts to work now may do so.
 * @throws ACCOUNT_INACTIVE, OUTSIDE_SHIFT, SUBGRAPH_UNAVAILABLE when the shift is not known and cannot be asked for
 */
export async function workEndsAt(
  user: User,
  { shifts, now, timeZone }: Pick<Deps, 'shifts' | 'now' | 'timeZone'>,
): Promise<Date> {
  if (!user.active) throw accountInactive()
  const at = now()
  if (user.role === 'ADMIN') return new Date(at.getTime() + ADMIN_SESSION_MS)
  const shift = user.shiftId === null ? null : await shifts.find(user.shiftId)
  if (!shift?.active) throw outsideShift(null)
  const endsAt = shiftEndsAt(shift, at, timeZone)
  if (!endsAt) throw outsideShift(shiftOpensAt(shift, at, timeZone))
  return endsAt
}
