import type { Viewer } from '@setrum/identity'
import { type Admin, badInput, DomainError } from '@setrum/subgraph-kit'
import type { Deps } from '../context.js'
import { userNotFound } from '../domain/errors.js'
import { readAddress, readEmail, readEmployeeNumber, readName, readPhone } from '../domain/input.js'
import { readPassword } from '../domain/password-rule.js'
import type { CreateUserInput, UpdateUserInput } from '../generated/resolvers.js'
import type { User, UserChange } from '../models/user.js'
import { auditedFields } from './audit.js'
import { hashPassword } from './password-hash.js'

/**
 * Creates an account.
 * @throws BAD_USER_INPUT, CONFLICT, SUBGRAPH_UNAVAILABLE when the shift is unknown and master is unreachable
 */
export async function createUser(
  { viewer, input }: { viewer: Viewer; input: CreateUserInput },
  deps: Pick<Deps, 'users' | 'audit' | 'shifts'>,
): Promise<User> {
  const role = input.role ?? 'EMPLOYEE'
  const email = readEmail(input.email)
  const user = {
    employeeNumber: readEmployeeNumber(input.employeeNumber),
    name: readName(input.name),
    email,
    phone: readPhone(input.phone),
    address: readAddress(input.address ?? null),
    role,
    active: input.active ?? true,
  }
  const password = readPassword(input.password, { field: 'password', email })
  if (role === 'ADMIN' && input.shiftId != null) throw adminHasNoShift()
  const shiftId = role === 'ADMIN' ? null : await requireShift(input.shiftId, deps)
  const created = await deps.users.insert({ ...user, shiftId, passwordHash: await hashPassword(password) })
  await deps.audit({ action: 'USER_CREATED', viewer, subjectId: created.id, after: auditedFields(created) })
  return created
}

export interface FirstAdmin {
  email: string
  name: string
  phone: string
  employeeNumber: string
  password: string
}

/**
 * Creates an admin when no admin can sign in: on a new system, or after an import of admins whose password hashes are
 * unreadable. The caller has access to the database, so this needs no further permission.
 * @throws CONFLICT when an admin can sign in, BAD_USER_INPUT
 */
export async function createFirstAdmin(input: FirstAdmin, deps: Pick<Deps, 'users' | 'audit'>): Promise<User> {
  if (await deps.users.hasAdminWhoCanSignIn()) {
    throw new DomainError('CONFLICT', {
      id: 'Sudah ada admin yang bisa masuk. Minta admin itu membuat akun lain.',
      en: 'An admin can already sign in. Ask that admin to create other accounts.',
    })
  }
  const viewer = { role: 'SERVICE', service: 'create-admin' } as const
  // An admin has no shift, so this program needs no master.
  const shifts = { find: async () => undefined }
  return createUser({ viewer, input: { ...input, role: 'ADMIN' } }, { ...deps, shifts })
}

export interface UpdateUser {
  id: string
  /** Cannot deactivate the own account: no admin might be left to reactivate it. */
  viewer: Admin
  input: UpdateUserInput
}

/**
 * Changes an account; omitted fields stay. Deactivation and a change of shift end the user's sessions.
 * @throws NOT_FOUND, BAD_USER_INPUT, SUBGRAPH_UNAVAILABLE when the shift is unknown and master is unreachable
 */
export async function updateUser({ id, viewer, input }: UpdateUser, deps: Deps): Promise<User> {
  const user = await deps.users.byId(id)
  if (!user) throw userNotFound()
  const changed = await deps.users.update(user.id, await readChange({ user, viewer, input }, deps))
  if (!changed) throw userNotFound()

  const { before, after } = changed
  const isDeactivated = before.active && !after.active
  if (isDeactivated || before.shiftId !== after.shiftId) await deps.sessions.endAllOf(after.id, deps.now())
  await deps.audit({
    action: 'USER_UPDATED',
    viewer,
    subjectId: after.id,
    before: auditedFields(before),
    after: auditedFields(after),
  })
  return after
}

async function readChange(
  { user, viewer, input }: { user: User; viewer: Admin; input: UpdateUserInput },
  deps: Deps,
): Promise<UserChange> {
  const change: UserChange = {}
  if (input.name != null) change.name = readName(input.name)
  if (input.phone != null) change.phone = readPhone(input.phone)
  // Null removes the address; undefined leaves it.
  if (input.address !== undefined) change.address = readAddress(input.address)
  if (input.active != null) change.active = input.active
  if (change.active === false && user.id === viewer.userId) {
    throw badInput('active', {
      id: 'Akun sendiri tidak bisa dinonaktifkan.',
      en: 'Your own account cannot be deactivated.',
    })
  }
  if (input.shiftId != null) {
    if (user.role === 'ADMIN') throw adminHasNoShift()
    change.shiftId = await requireShift(input.shiftId, deps)
  }
  return change
}

/** @returns the id of an existing shift */
async function requireShift(id: string | null | undefined, { shifts }: Pick<Deps, 'shifts'>): Promise<string> {
  if (id == null) {
    throw badInput('shiftId', { id: 'Jam kerja karyawan harus dipilih.', en: 'An employee must have a shift.' })
  }
  const shift = await shifts.find(id)
  if (!shift) throw badInput('shiftId', { id: 'Jam kerja itu tidak ada.', en: 'There is no such shift.' })
  return shift.id
}

function adminHasNoShift(): DomainError {
  return badInput('shiftId', { id: 'Admin tidak punya jam kerja.', en: 'An admin has no shift.' })
}
