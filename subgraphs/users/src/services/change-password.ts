import type { UserViewer } from '@setrum/subgraph-kit'
import type { Deps } from '../context.js'
import { noSuchPerson, wrongCurrentPassword } from '../domain/errors.js'
import { readPassword } from '../domain/password-rule.js'
import { hashPassword, verifyPassword } from './passwords.js'

export interface ChangePassword {
  by: UserViewer
  currentPassword: string
  newPassword: string
}

/**
 * Sets one's own password and ends one's other sessions.
 * @throws INVALID_CREDENTIALS, BAD_USER_INPUT, RATE_LIMITED
 */
export async function changePassword(
  { by, currentPassword, newPassword }: ChangePassword,
  { users, sessions, throttle, audit, now }: Deps,
): Promise<true> {
  const found = await users.withPassword({ id: by.userId })
  if (!found) throw noSuchPerson()
  const { user, passwordHash } = found
  // A stolen session must not be a way to guess the password.
  const isRight = await throttle.judge({ account: user.email, address: by.address }, async () => {
    const verdict = await verifyPassword(currentPassword, passwordHash)
    return verdict.isRight || null
  })
  if (!isRight) throw wrongCurrentPassword()

  const password = readPassword(newPassword, { field: 'newPassword', email: user.email })
  await users.setPassword(user.id, await hashPassword(password))
  await sessions.endAllOf(user.id, now(), by.sessionId)
  await audit({ action: 'PASSWORD_CHANGED', by, subjectId: user.id })
  return true
}
