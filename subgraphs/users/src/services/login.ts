import type { Viewer } from '@setrum/identity'
import { DomainError } from '@setrum/subgraph-kit'
import type { Deps } from '../context.js'
import { invalidCredentials } from '../domain/errors.js'
import { newRefreshToken } from '../models/session.js'
import type { User } from '../models/user.js'
import { addressOf, maskedEmail } from './audit.js'
import { issueTokens, type OpenedSession } from './issue-tokens.js'
import { hashPassword, verifyPassword } from './passwords.js'
import { workEndsAt } from './standing.js'

export interface Login {
  email: string
  password: string
  /** The viewer of the request: nobody yet, but from an address. */
  by: Viewer
}

/**
 * Signs somebody in. Only who knows the password learns whether the account is active and the shift open.
 * @throws RATE_LIMITED, INVALID_CREDENTIALS, ACCOUNT_INACTIVE, OUTSIDE_SHIFT
 */
export async function login({ email, password, by }: Login, deps: Deps): Promise<OpenedSession> {
  const account = email.trim().toLowerCase()
  const attempt = { account, address: addressOf(by) }
  const user = await deps.throttle.judge(attempt, () => identify(account, password, deps))
  if (!user) {
    await deps.audit({ action: 'LOGIN_FAILED', by, subjectId: null, after: { email: maskedEmail(account) } })
    throw invalidCredentials()
  }

  const endsAt = await workEndsAt(user, deps).catch(async (refusal: unknown) => {
    await auditRefusal(refusal, { user, by }, deps)
    throw refusal
  })
  const session = await deps.sessions.open(user.id, endsAt, deps.now())
  // Account or password may have been changed in between; that ended the sessions of then, and not this one.
  const still = await deps.users.byId(user.id)
  if (still?.updatedAt.getTime() !== user.updatedAt.getTime()) {
    await deps.sessions.end(session.id, deps.now())
    return login({ email, password, by }, deps)
  }
  await deps.audit({ action: 'LOGIN_SUCCEEDED', by, actor: user, subjectId: user.id })
  return issueTokens(user, { session, refreshToken: newRefreshToken() }, deps)
}

/** Whose e-mail and password these are; null for nobody's. Takes as long when there is no such account. */
async function identify(email: string, password: string, { users }: Deps): Promise<User | null> {
  const found = await users.withPassword({ email })
  const { isRight, isOutdated } = await verifyPassword(password, found?.passwordHash ?? null)
  if (!found || !isRight) return null
  // A hash of the old system is verified this once and replaced.
  if (!isOutdated) return found.user
  await users.setPassword(found.user.id, await hashPassword(password))
  return users.byId(found.user.id)
}

async function auditRefusal(refusal: unknown, { user, by }: { user: User; by: Viewer }, { audit }: Deps) {
  if (!(refusal instanceof DomainError)) return
  const told = { by, actor: user, subjectId: user.id }
  if (refusal.code === 'ACCOUNT_INACTIVE') await audit({ action: 'LOGIN_INACTIVE', ...told })
  if (refusal.code === 'OUTSIDE_SHIFT') await audit({ action: 'LOGIN_OUTSIDE_SHIFT', ...told })
}
