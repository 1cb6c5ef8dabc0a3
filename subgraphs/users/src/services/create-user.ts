import type { Viewer } from '@setrum/identity'
import { badInput } from '@setrum/subgraph-kit'
import type { Deps } from '../context.js'
import { readAddress, readEmail, readEmployeeNumber, readName, readPhone } from '../domain/input.js'
import { readPassword } from '../domain/password-rule.js'
import type { CreateUserInput } from '../generated/resolvers.js'
import type { User } from '../models/user.js'
import { auditedPart } from './audit.js'
import { hashPassword } from './passwords.js'
import { requireShift } from './require-shift.js'

/** What a new account takes; master is asked only for an employee's shift. */
export type NewUserDeps = Pick<Deps, 'users' | 'audit' | 'shifts'>

/** Makes an account. @throws BAD_USER_INPUT, CONFLICT, SUBGRAPH_UNAVAILABLE when a new shift cannot be asked for */
export async function createUser(
  { by, input }: { by: Viewer; input: CreateUserInput },
  deps: NewUserDeps,
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
  const shiftId = role === 'ADMIN' ? requireNone(input.shiftId) : await requireShift(input.shiftId, deps)
  const created = await deps.users.insert({ ...user, shiftId, passwordHash: await hashPassword(password) })
  await deps.audit({ action: 'USER_CREATED', by, subjectId: created.id, after: auditedPart(created) })
  return created
}

function requireNone(shiftId: string | null | undefined): null {
  if (shiftId != null) throw badInput('shiftId', { id: 'Admin tidak punya jam kerja.', en: 'An admin has no shift.' })
  return null
}
