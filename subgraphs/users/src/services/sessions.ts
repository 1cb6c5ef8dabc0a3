import { signAccessToken, type Viewer } from '@setrum/identity'
import { DomainError } from '@setrum/subgraph-kit'
import type { Deps } from '../context.js'
import { invalidCredentials, invalidRefreshToken } from '../domain/errors.js'
import { newRefreshToken, type Session } from '../models/session.js'
import type { User } from '../models/user.js'
import { requireSessionEnd } from './account-status.js'
import { addressOf, maskedEmail } from './audit.js'
import { hashPassword, verifyPassword } from './password-hash.js'

const ACCESS_TOKEN_MS = 15 * 60_000
/** Longer than a client waits for a refresh before it repeats it. */
const REPEAT_MS = 30_000

export interface IssuedTokens {
  accessToken: string
  accessTokenExpiresAt: Date
  refreshToken: string
  sessionEndsAt: Date
  user: User
}

export interface Login {
  email: string
  password: string
  viewer: Viewer
}

/**
 * Signs a user in. The password is checked first: a caller without it learns neither that the account is inactive nor
 * that the shift is closed.
 * @throws RATE_LIMITED, INVALID_CREDENTIALS, ACCOUNT_INACTIVE, OUTSIDE_SHIFT
 */
export async function login({ email, password, viewer }: Login, deps: Deps): Promise<IssuedTokens> {
  const account = email.trim().toLowerCase()
  const attempt = { account, address: addressOf(viewer) }
  const user = await deps.throttle.limit(attempt, () => verifyCredentials(account, password, deps))
  if (!user) {
    await deps.audit({ action: 'LOGIN_FAILED', viewer, subjectId: null, after: { email: maskedEmail(account) } })
    throw invalidCredentials()
  }

  const endsAt = await requireSessionEnd(user, deps).catch(async (error: unknown) => {
    await auditRejection(error, { user, viewer }, deps)
    throw error
  })
  const session = await deps.sessions.open(user.id, endsAt, deps.now())
  // A change of account or password since the check ended all sessions except this new one: check again.
  const current = await deps.users.byId(user.id)
  if (current?.updatedAt.getTime() !== user.updatedAt.getTime()) {
    await deps.sessions.end(session.id, deps.now())
    return login({ email, password, viewer }, deps)
  }
  await deps.audit({ action: 'LOGIN_SUCCEEDED', viewer, actor: user, subjectId: user.id })
  return issueTokens(user, { session, refreshToken: newRefreshToken() }, deps)
}

/** @returns null for an unknown e-mail or a wrong password; both take the same time */
async function verifyCredentials(email: string, password: string, { users }: Deps): Promise<User | null> {
  const found = await users.withPassword({ email })
  const { isCorrect, isOutdated } = await verifyPassword(password, found?.passwordHash ?? null)
  if (!found || !isCorrect) return null
  if (!isOutdated) return found.user
  await users.setPassword(found.user.id, await hashPassword(password))
  return users.byId(found.user.id)
}

async function auditRejection(error: unknown, { user, viewer }: { user: User; viewer: Viewer }, { audit }: Deps) {
  if (!(error instanceof DomainError)) return
  const event = { viewer, actor: user, subjectId: user.id }
  if (error.code === 'ACCOUNT_INACTIVE') await audit({ action: 'LOGIN_INACTIVE', ...event })
  if (error.code === 'OUTSIDE_SHIFT') await audit({ action: 'LOGIN_OUTSIDE_SHIFT', ...event })
}

export interface RefreshSession {
  refreshToken: string
  viewer: Viewer
}

/**
 * Exchanges a refresh token for a new pair. Requests under way together (sent twice, two tabs, two gateways) and a repeat
 * whose first response was lost get the same successor, in every process: a token never has more than one successor.
 *
 * Any other reuse means that a copy exists, and ends the session at once: after the successor was used, the first response
 * was not lost; and the time for repeats is short, because a thief could use it too.
 * @throws INVALID_REFRESH_TOKEN, ACCOUNT_INACTIVE, OUTSIDE_SHIFT
 */
export async function refreshSession({ refreshToken, viewer }: RefreshSession, deps: Deps): Promise<IssuedTokens> {
  const receivedAt = deps.now()
  const found = await deps.sessions.findByToken(refreshToken)
  if (!found) throw invalidRefreshToken()
  const { session, usedAt, isSuccessorUsed } = found
  const isRepeat = usedAt === null || receivedAt.getTime() - usedAt.getTime() <= REPEAT_MS
  if (!isRepeat || isSuccessorUsed) return endReusedSession({ session, viewer }, deps)

  const user = await deps.users.byId(session.userId)
  if (!user) throw invalidRefreshToken()
  // Before the session's own end: an employee whose shift is over gets OUTSIDE_SHIFT, not INVALID_REFRESH_TOKEN.
  await requireSessionEnd(user, deps)
  if (session.endedAt || session.sessionEndsAt <= deps.now()) throw invalidRefreshToken()
  const successor = await deps.sessions.useToken(refreshToken, deps.now())
  if (!successor) return endReusedSession({ session, viewer }, deps)
  return issueTokens(user, { session, refreshToken: successor }, deps)
}

async function endReusedSession(
  { session, viewer }: { session: { id: string; userId: string }; viewer: Viewer },
  { sessions, audit, now }: Deps,
): Promise<never> {
  const isFirst = await sessions.end(session.id, now())
  if (isFirst) {
    await audit({ action: 'REFRESH_TOKEN_REUSED', viewer, subjectId: session.userId, after: { sessionId: session.id } })
  }
  throw invalidRefreshToken()
}

/** Ends the session of a refresh token in all clients. Idempotent; an unknown token is no error. */
export async function logout(
  { refreshToken, viewer }: { refreshToken: string; viewer: Viewer },
  { sessions, users, audit, now }: Deps,
): Promise<true> {
  const found = await sessions.findByToken(refreshToken)
  if (found && (await sessions.end(found.session.id, now()))) {
    const actor = await users.byId(found.session.userId)
    await audit({ action: 'LOGGED_OUT', viewer, ...(actor ? { actor } : {}), subjectId: found.session.userId })
  }
  return true
}

/** Issues an access token, which never outlives the session, and stores the refresh token. */
async function issueTokens(
  user: User,
  { session, refreshToken }: { session: Session; refreshToken: string },
  deps: Deps,
): Promise<IssuedTokens> {
  const issuedAt = deps.now()
  const { sessionEndsAt } = session
  const expiresAt = new Date(Math.min(issuedAt.getTime() + ACCESS_TOKEN_MS, sessionEndsAt.getTime()))
  const { role, shiftId } = user
  const claims = { userId: user.id, role, shiftId, sessionId: session.id, issuedAt, expiresAt, sessionEndsAt }
  await deps.sessions.addToken(refreshToken, session)
  return {
    accessToken: signAccessToken(claims, deps.accessTokenKeys),
    accessTokenExpiresAt: expiresAt,
    refreshToken,
    sessionEndsAt,
    user,
  }
}
