import type { Admin } from '@setrum/subgraph-kit'
import type { Deps } from '../context.js'
import { noSuchPerson } from '../domain/errors.js'
import { readPassword } from '../domain/password-rule.js'
import { hashPassword } from './passwords.js'

/** Sets somebody's password and ends all of that person's sessions. @throws NOT_FOUND, BAD_USER_INPUT */
export async function resetPassword(
  { id, by, newPassword }: { id: string; by: Admin; newPassword: string },
  { users, sessions, audit, now }: Deps,
): Promise<true> {
  const user = await users.byId(id)
  if (!user) throw noSuchPerson()
  const password = readPassword(newPassword, { field: 'newPassword', email: user.email })
  await users.setPassword(user.id, await hashPassword(password))
  await sessions.endAllOf(user.id, now())
  await audit({ action: 'PASSWORD_RESET', by, subjectId: user.id })
  return true
}
