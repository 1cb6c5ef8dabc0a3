import type { Viewer } from '@setrum/identity'
import type { Deps } from '../context.js'
import { invalidRefreshToken } from '../domain/errors.js'
import { issueTokens, type OpenedSession } from './issue-tokens.js'
import { workEndsAt } from './standing.js'

export interface RefreshSession {
  refreshToken: string
  by: Viewer
}

/**
 * Exchanges a refresh token for a new pair. A token that was used before means that somebody has a copy: the session
 * ends for both, at once and without a time of grace, which a thief could use as well.
 *
 * The one exception costs nothing: whoever asked before it was used (a request sent twice, two tabs, two gateways) gets
 * the same successor, whichever process is asked. Of a token there is only ever one.
 * @throws INVALID_REFRESH_TOKEN, ACCOUNT_INACTIVE, OUTSIDE_SHIFT
 */
export async function refreshSession({ refreshToken, by }: RefreshSession, deps: Deps): Promise<OpenedSession> {
  const askedAt = deps.now()
  const found = await deps.sessions.findByToken(refreshToken)
  if (!found) throw invalidRefreshToken()
  const { session, usedAt } = found
  if (usedAt && askedAt > usedAt) return endReused({ session, by }, deps)

  const user = await deps.users.byId(session.userId)
  if (!user) throw invalidRefreshToken()
  // Before the session's own end, because an employee whose shift is over is told that, and not to sign in again.
  await workEndsAt(user, deps)
  if (session.endedAt || session.sessionEndsAt <= deps.now()) throw invalidRefreshToken()
  const successor = await deps.sessions.useToken(refreshToken, deps.now())
  if (!successor) return endReused({ session, by }, deps)
  return issueTokens(user, { session, refreshToken: successor }, deps)
}

async function endReused(
  { session, by }: { session: { id: string; userId: string }; by: Viewer },
  { sessions, audit, now }: Deps,
): Promise<never> {
  const isFirst = await sessions.end(session.id, now())
  if (isFirst) {
    await audit({ action: 'REFRESH_TOKEN_REUSED', by, subjectId: session.userId, after: { sessionId: session.id } })
  }
  throw invalidRefreshToken()
}
