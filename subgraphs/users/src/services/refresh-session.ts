import type { Deps } from '../context.js'
import { invalidRefreshToken } from '../domain/errors.js'
import { issueTokens, type OpenedSession, sessionEndOf } from './sessions.js'

/**
 * Exchanges a refresh token for a new pair. A token that was used up before means that somebody has a copy: the
 * session ends for both.
 * @throws INVALID_REFRESH_TOKEN, ACCOUNT_INACTIVE, OUTSIDE_SHIFT
 */
export async function refreshSession(refreshToken: string, deps: Deps): Promise<OpenedSession> {
  const now = deps.now()
  const redeemed = await deps.sessions.redeem(refreshToken, now)
  if (redeemed.kind === 'REUSED') {
    deps.logger.warn({ sessionId: redeemed.sessionId }, 'a refresh token was used twice; its session ends')
    await deps.sessions.end(redeemed.sessionId, now)
  }
  if (redeemed.kind !== 'ACCEPTED') throw invalidRefreshToken()
  const user = await deps.users.byId(redeemed.session.userId)
  if (!user) throw invalidRefreshToken()
  await sessionEndOf(user, deps)
  return issueTokens(user, redeemed.session, deps)
}
