import type { Admin, UserViewer } from '@setrum/subgraph-kit'
import type { Deps } from '../context.js'
import { userNotFound, wrongCurrentPassword } from '../domain/errors.js'
import { readPassword } from '../domain/password-rule.js'
import { hashPassword, verifyPassword } from './password-hash.js'

export interface ChangePassword {
  viewer: UserViewer
  currentPassword: string
  newPassword: string
}

/**
 * Sets the viewer's own password and ends the viewer's other sessions.
 * @throws INVALID_CREDENTIALS, BAD_USER_INPUT, RATE_LIMITED
 */
export async function changePassword(
  { viewer, currentPassword, newPassword }: ChangePassword,
  { users, sessions, throttle, audit, now }: Deps,
): Promise<true> {
  const found = await users.withPassword({ id: viewer.userId })
  if (!found) throw userNotFound()
  const { user, passwordHash } = found
  // Throttled, so that a stolen session cannot be used to guess the password.
  const isCorrect = await throttle.limit({ account: user.email, address: viewer.address }, async () => {
    const verification = await verifyPassword(currentPassword, passwordHash)
    return verification.isCorrect || null
  })
  if (!isCorrect) throw wrongCurrentPassword()

  const password = readPassword(newPassword, { field: 'newPassword', email: user.email })
  await users.setPassword(user.id, await hashPassword(password))
  await sessions.endAllOf(user.id, now(), viewer.sessionId)
  await audit({ action: 'PASSWORD_CHANGED', viewer, subjectId: user.id })
  return true
}

/** Sets a user's password and ends all sessions of that user. @throws NOT_FOUND, BAD_USER_INPUT */
export async function resetPassword(
  { id, viewer, newPassword }: { id: string; viewer: Admin; newPassword: string },
  { users, sessions, audit, now }: Deps,
): Promise<true> {
  const user = await users.byId(id)
  if (!user) throw userNotFound()
  const password = readPassword(newPassword, { field: 'newPassword', email: user.email })
  await users.setPassword(user.id, await hashPassword(password))
  await sessions.endAllOf(user.id, now())
  await audit({ action: 'PASSWORD_RESET', viewer, subjectId: user.id })
  return true
}
