import type { Deps } from '../context.js'
import { invalidCredentials } from '../domain/errors.js'
import { hashPassword, verifyPassword } from './passwords.js'
import { issueTokens, type OpenedSession, sessionEndOf } from './sessions.js'

export interface Login {
  email: string
  password: string
  /** The network address of whoever tries. */
  address: string | undefined
}

/**
 * Signs somebody in. Only who knows the password learns whether the account is active and the shift open.
 * @throws RATE_LIMITED, INVALID_CREDENTIALS, ACCOUNT_INACTIVE, OUTSIDE_SHIFT
 */
export async function login({ email, password, address }: Login, deps: Deps): Promise<OpenedSession> {
  const account = email.trim().toLowerCase()
  await deps.throttle.countTry(account, address)
  const found = await deps.users.withPassword({ email: account })
  const { isRight, isOutdated } = await verifyPassword(password, found?.passwordHash ?? null)
  if (!found || !isRight) throw invalidCredentials()
  await deps.throttle.forget(account, address)
  // A hash of the old system is verified this once and replaced.
  if (isOutdated) await deps.users.setPassword(found.user.id, await hashPassword(password))

  const endsAt = await sessionEndOf(found.user, deps)
  const session = await deps.sessions.open(found.user.id, endsAt, deps.now())
  return issueTokens(found.user, session, deps)
}
