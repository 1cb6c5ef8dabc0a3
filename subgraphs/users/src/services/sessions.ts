import { type AccessTokenKey, signAccessToken } from '@setrum/identity'
import { shiftEndsAt, shiftOpensAt } from '@setrum/units'
import type { Deps } from '../context.js'
import { accountInactive, outsideShift } from '../domain/errors.js'
import type { Session } from '../models/session.js'
import type { User } from '../models/user.js'

const ACCESS_TOKEN_MS = 15 * 60_000
/** How long an owner stays signed in; an employee until the shift ends. */
const ADMIN_SESSION_MS = 12 * 3_600_000

/** What a successful sign-in hands out. */
export interface OpenedSession {
  accessToken: string
  accessTokenExpiresAt: Date
  refreshToken: string
  sessionEndsAt: Date
  user: User
}

/**
 * Whether somebody may work now, and until when.
 * @throws ACCOUNT_INACTIVE, OUTSIDE_SHIFT
 */
export async function sessionEndOf(user: User, { shifts, now, timeZone }: Deps): Promise<Date> {
  if (!user.active) throw accountInactive()
  if (user.role === 'ADMIN') return new Date(now().getTime() + ADMIN_SESSION_MS)
  const shift = user.shiftId === null ? null : await shifts.find(user.shiftId)
  if (!shift?.active) throw outsideShift(null)
  const end = shiftEndsAt(shift, now(), timeZone)
  if (!end) throw outsideShift(shiftOpensAt(shift, now(), timeZone))
  return end
}

/** Hands out a new pair of tokens for a session that runs. */
export async function issueTokens(user: User, session: Session, deps: Deps): Promise<OpenedSession> {
  const issuedAt = deps.now()
  const accessTokenExpiresAt = new Date(Math.min(issuedAt.getTime() + ACCESS_TOKEN_MS, session.sessionEndsAt.getTime()))
  return {
    accessToken: signAccessToken(
      {
        userId: user.id,
        role: user.role,
        sessionId: session.id,
        shiftId: user.role === 'EMPLOYEE' ? user.shiftId : null,
        issuedAt,
        expiresAt: accessTokenExpiresAt,
        sessionEndsAt: session.sessionEndsAt,
      },
      deps.accessTokenKeys satisfies readonly AccessTokenKey[],
    ),
    accessTokenExpiresAt,
    refreshToken: await deps.sessions.issueToken(session),
    sessionEndsAt: session.sessionEndsAt,
    user,
  }
}
