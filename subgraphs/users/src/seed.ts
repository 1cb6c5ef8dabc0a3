import type { Deps } from './context.js'
import type { NewUser, Users } from './models/user.js'
import { auditedPart } from './services/audit.js'
import { hashPassword, verifyPassword } from './services/passwords.js'

const PASSWORDS = { ADMIN: 'Setrum-Admin-1', EMPLOYEE: 'Setrum-Kasir-1' }

const PEOPLE = [
  { id: '664000000000000000000001', name: 'Ratna Kusuma', who: 'admin', employeeNumber: 'ADM-001', shiftId: null },
  {
    id: '664000000000000000000002',
    name: 'Siti Rahayu',
    who: 'siti',
    employeeNumber: 'KSR-001',
    shiftId: '665000000000000000000001',
  },
  {
    id: '664000000000000000000003',
    name: 'Budi Prasetyo',
    who: 'budi',
    employeeNumber: 'KSR-002',
    shiftId: '665000000000000000000002',
  },
  {
    id: '664000000000000000000004',
    name: 'Dewi Anggraini',
    who: 'dewi',
    employeeNumber: 'KSR-003',
    shiftId: '665000000000000000000003',
  },
]

/**
 * Loads the demo people, only where there is nobody else; safe to call again. Their ids are fixed: the demo sales of
 * the transactions subgraph name them.
 */
export async function seedUsers(users: Users): Promise<void> {
  const passwordHashes = {
    ADMIN: await hashPassword(PASSWORDS.ADMIN),
    EMPLOYEE: await hashPassword(PASSWORDS.EMPLOYEE),
  }
  const people = PEOPLE.map(({ who, ...person }, index): NewUser & { id: string } => {
    const role = person.shiftId === null ? 'ADMIN' : 'EMPLOYEE'
    return {
      ...person,
      email: `${who}@setrum.test`,
      phone: `08123456780${index}`,
      address: 'Jl. Merdeka 17, Bandung',
      role,
      active: true,
      passwordHash: passwordHashes[role],
    }
  })
  await users.seed(people)
}

/**
 * Closes the accounts of demo people that still have the password which stands here, and signs them out. Who was given
 * another password is somebody's, and stays.
 * @returns their ids
 */
export async function deactivateDemoPeople({
  users,
  sessions,
  audit,
  now,
}: Pick<Deps, 'users' | 'sessions' | 'audit' | 'now'>): Promise<string[]> {
  const closed: string[] = []
  for (const { id } of PEOPLE) {
    const stored = await users.withPassword({ id })
    if (!stored?.user.active) continue
    const { isRight } = await verifyPassword(PASSWORDS[stored.user.role], stored.passwordHash)
    const changed = isRight && (await users.update(id, { active: false }))
    if (!changed) continue
    await sessions.endAllOf(id, now())
    const by = { role: 'SERVICE', service: 'users' } as const
    const [before, after] = [auditedPart(changed.before), auditedPart(changed.after)]
    await audit({ action: 'USER_UPDATED', by, subjectId: id, before, after })
    closed.push(id)
  }
  return closed
}
