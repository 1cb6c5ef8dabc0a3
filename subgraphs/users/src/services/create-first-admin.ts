import { DomainError } from '@setrum/subgraph-kit'
import type { User } from '../models/user.js'
import { createUser, type NewUserDeps } from './create-user.js'

export interface FirstAdmin {
  email: string
  name: string
  phone: string
  employeeNumber: string
  password: string
}

/**
 * Makes the admin who makes everybody else, where no admin can sign in: at the beginning, or when the only ones came
 * from the old system with passwords that cannot be read. Whoever runs this has the database anyway.
 * @throws CONFLICT where an admin can sign in, BAD_USER_INPUT
 */
export async function createFirstAdmin(input: FirstAdmin, deps: Pick<NewUserDeps, 'users' | 'audit'>): Promise<User> {
  if (await deps.users.hasAdminWhoCanSignIn()) {
    throw new DomainError('CONFLICT', {
      id: 'Sudah ada admin yang bisa masuk: dialah yang membuat akun lain.',
      en: 'There is an admin who can sign in: he makes the other accounts.',
    })
  }
  const by = { role: 'SERVICE', service: 'create-admin' } as const
  // An admin has no shift to ask master for.
  const shifts = { find: async () => undefined }
  return createUser({ by, input: { ...input, role: 'ADMIN' } }, { ...deps, shifts })
}
