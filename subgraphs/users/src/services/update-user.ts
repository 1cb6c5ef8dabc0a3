import { badInput } from '@setrum/subgraph-kit'
import type { Deps } from '../context.js'
import { noSuchPerson } from '../domain/errors.js'
import { readAddress, readName, readPhone } from '../domain/input.js'
import type { UpdateUserInput } from '../generated/resolvers.js'
import type { User } from '../models/user.js'
import { requireShift } from './require-shift.js'

/**
 * Changes somebody's account; who is deactivated or moved to another shift is signed out.
 * @param by the admin, who cannot deactivate himself: nobody would be left to undo it
 * @throws NOT_FOUND, BAD_USER_INPUT
 */
export async function updateUser(
  { id, by, input }: { id: string; by: string; input: UpdateUserInput },
  deps: Deps,
): Promise<User> {
  const before = await deps.users.byId(id)
  if (!before) throw noSuchPerson()
  if (input.active === false && before.id === by) {
    throw badInput('active', {
      id: 'Akun sendiri tidak bisa dinonaktifkan.',
      en: 'Your own account must stay active.',
    })
  }
  if (input.shiftId != null && before.role === 'ADMIN') {
    throw badInput('shiftId', { id: 'Pemilik tidak punya jam kerja.', en: 'An admin must not have a shift.' })
  }
  const after = await deps.users.update(id, {
    ...(input.name == null ? {} : { name: readName(input.name) }),
    ...(input.phone == null ? {} : { phone: readPhone(input.phone) }),
    ...(input.address === undefined ? {} : { address: readAddress(input.address) }),
    ...(input.active == null ? {} : { active: input.active }),
    ...(input.shiftId == null ? {} : { shiftId: await requireShift(input.shiftId, deps) }),
  })
  if (!after) throw noSuchPerson()
  if (!after.active || after.shiftId !== before.shiftId) await deps.sessions.endAllOf(after.id, deps.now())
  return after
}
