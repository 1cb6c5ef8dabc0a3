import type { Person } from '@setrum/subgraph-kit'
import type { Deps } from '../context.js'
import { invalidCredentials, noSuchPerson } from '../domain/errors.js'
import { readPassword } from '../domain/input.js'
import { hashPassword, verifyPassword } from './passwords.js'

/** Sets one's own password and ends one's other sessions. @throws INVALID_CREDENTIALS, BAD_USER_INPUT, RATE_LIMITED */
export async function changePassword(
  { person, currentPassword, newPassword }: { person: Person; currentPassword: string; newPassword: string },
  { users, sessions, throttle, now }: Deps,
): Promise<true> {
  const found = await users.withPassword({ id: person.userId })
  if (!found) throw invalidCredentials()
  // A stolen session must not be a way to guess the password.
  await throttle.countTry(found.user.email, person.address)
  const { isRight } = await verifyPassword(currentPassword, found.passwordHash)
  if (!isRight) throw invalidCredentials()
  await throttle.forget(found.user.email, person.address)
  await users.setPassword(found.user.id, await hashPassword(readPassword(newPassword, found.user.email)))
  await sessions.endAllOf(found.user.id, now(), person.sessionId)
  return true
}

/** Sets somebody's password, by an admin, and ends that person's sessions. @throws NOT_FOUND, BAD_USER_INPUT */
export async function resetPassword(
  { id, newPassword }: { id: string; newPassword: string },
  { users, sessions, now }: Deps,
): Promise<true> {
  const user = await users.byId(id)
  if (!user) throw noSuchPerson()
  await users.setPassword(user.id, await hashPassword(readPassword(newPassword, user.email)))
  await sessions.endAllOf(user.id, now())
  return true
}
