import { type Admin, badInput } from '@setrum/subgraph-kit'
import type { Deps } from '../context.js'
import { noSuchPerson } from '../domain/errors.js'
import { readAddress, readName, readPhone } from '../domain/input.js'
import type { UpdateUserInput } from '../generated/resolvers.js'
import type { User, UserChange } from '../models/user.js'
import { auditedPart } from './audit.js'
import { requireShift } from './require-shift.js'

export interface UpdateUser {
  id: string
  /** The admin, who cannot deactivate himself: nobody might be left to undo it. */
  by: Admin
  input: UpdateUserInput
}

/**
 * Changes somebody's account; what is left out stays. Who is deactivated or moved to another shift is signed out.
 * @throws NOT_FOUND, BAD_USER_INPUT, SUBGRAPH_UNAVAILABLE when a new shift cannot be asked for
 */
export async function updateUser({ id, by, input }: UpdateUser, deps: Deps): Promise<User> {
  const person = await deps.users.byId(id)
  if (!person) throw noSuchPerson()
  const changed = await deps.users.update(person.id, await readChange({ person, by, input }, deps))
  if (!changed) throw noSuchPerson()

  const { before, after } = changed
  const isDeactivated = before.active && !after.active
  if (isDeactivated || before.shiftId !== after.shiftId) await deps.sessions.endAllOf(after.id, deps.now())
  await deps.audit({
    action: 'USER_UPDATED',
    by,
    subjectId: after.id,
    before: auditedPart(before),
    after: auditedPart(after),
  })
  return after
}

async function readChange(
  { person, by, input }: { person: User; by: Admin; input: UpdateUserInput },
  deps: Deps,
): Promise<UserChange> {
  const change: UserChange = {}
  if (input.name != null) change.name = readName(input.name)
  if (input.phone != null) change.phone = readPhone(input.phone)
  // Null is a value here: no address.
  if (input.address !== undefined) change.address = readAddress(input.address)
  if (input.active != null) change.active = input.active
  if (change.active === false && person.id === by.userId) {
    throw badInput('active', {
      id: 'Akun sendiri tidak bisa dinonaktifkan.',
      en: 'Your own account cannot be deactivated.',
    })
  }
  if (input.shiftId != null) {
    if (person.role === 'ADMIN') {
      throw badInput('shiftId', { id: 'Admin tidak punya jam kerja.', en: 'An admin has no shift.' })
    }
    change.shiftId = await requireShift(input.shiftId, deps)
  }
  return change
}
