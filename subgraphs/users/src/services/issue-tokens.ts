import { signAccessToken } from '@setrum/identity'
import type { Deps } from '../context.js'
import type { Session } from '../models/session.js'
import type { User } from '../models/user.js'

const ACCESS_TOKEN_MS = 15 * 60_000

/** What a successful sign-in hands out. */
export interface OpenedSession {
  accessToken: string
  accessTokenExpiresAt: Date
  refreshToken: string
  sessionEndsAt: Date
  user: User
}

/** Hands out a pair of tokens for a session that runs. The access token never outlives the session. */
export async function issueTokens(
  user: User,
  { session, refreshToken }: { session: Session; refreshToken: string },
  deps: Deps,
): Promise<OpenedSession> {
  const issuedAt = deps.now()
  const { sessionEndsAt } = session
  const expiresAt = new Date(Math.min(issuedAt.getTime() + ACCESS_TOKEN_MS, sessionEndsAt.getTime()))
  const { role, shiftId } = user
  const claims = { userId: user.id, role, shiftId, sessionId: session.id, issuedAt, expiresAt, sessionEndsAt }
  await deps.sessions.admit(refreshToken, session)
  return {
    accessToken: signAccessToken(claims, deps.accessTokenKeys),
    accessTokenExpiresAt: expiresAt,
    refreshToken,
    sessionEndsAt,
    user,
  }
}
