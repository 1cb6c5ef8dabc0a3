import { badInput } from '@setrum/subgraph-kit'
import type { Deps } from '../context.js'
import { readAddress, readEmail, readEmployeeNumber, readName, readPassword, readPhone } from '../domain/input.js'
import type { CreateUserInput } from '../generated/resolvers.js'
import type { User } from '../models/user.js'
import { hashPassword } from './passwords.js'
import { requireShift } from './require-shift.js'

/** Makes an account. @throws BAD_USER_INPUT, CONFLICT */
export async function createUser(input: CreateUserInput, deps: Deps): Promise<User> {
  const role = input.role ?? 'EMPLOYEE'
  const email = readEmail(input.email)
  if (role === 'EMPLOYEE' && input.shiftId == null) {
    throw badInput('shiftId', { id: 'Jam kerja karyawan harus dipilih.', en: 'An employee must have a shift.' })
  }
  return deps.users.insert({
    employeeNumber: readEmployeeNumber(input.employeeNumber),
    name: readName(input.name),
    email,
    phone: readPhone(input.phone),
    address: readAddress(input.address ?? null),
    role,
    active: input.active ?? true,
    shiftId: role === 'EMPLOYEE' && input.shiftId != null ? await requireShift(input.shiftId, deps) : null,
    passwordHash: await hashPassword(readPassword(input.password, email)),
  })
}
