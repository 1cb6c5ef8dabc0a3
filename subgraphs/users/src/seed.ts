import type { Deps } from './context.js'
import type { NewUser, Users } from './models/user.js'
import { auditedFields } from './services/audit.js'
import { hashPassword, verifyPassword } from './services/password-hash.js'

const PASSWORDS = { ADMIN: 'Setrum-Admin-1', EMPLOYEE: 'Setrum-Kasir-1' }

const DEMO_USERS = [
  { id: '664000000000000000000001', name: 'Ratna Kusuma', mailbox: 'admin', employeeNumber: 'ADM-001', shiftId: null },
  {
    id: '664000000000000000000002',
    name: 'Siti Rahayu',
    mailbox: 'siti',
    employeeNumber: 'KSR-001',
    shiftId: '665000000000000000000001',
  },
  {
    id: '664000000000000000000003',
    name: 'Budi Prasetyo',
    mailbox: 'budi',
    employeeNumber: 'KSR-002',
    shiftId: '665000000000000000000002',
  },
  {
    id: '664000000000000000000004',
    name: 'Dewi Anggraini',
    mailbox: 'dewi',
    employeeNumber: 'KSR-003',
    shiftId: '665000000000000000000003',
  },
]

/**
 * Loads the demo users unless other users exist. Idempotent. Their ids are fixed: the demo sales of the transactions
 * subgraph refer to them.
 */
export async function seedUsers(users: Users): Promise<void> {
  const passwordHashes = {
    ADMIN: await hashPassword(PASSWORDS.ADMIN),
    EMPLOYEE: await hashPassword(PASSWORDS.EMPLOYEE),
  }
  const newUsers = DEMO_USERS.map(({ mailbox, ...user }, index): NewUser & { id: string } => {
    const role = user.shiftId === null ? 'ADMIN' : 'EMPLOYEE'
    return {
      ...user,
      email: `${mailbox}@setrum.test`,
      phone: `08123456780${index}`,
      address: 'Jl. Merdeka 17, Bandung',
      role,
      active: true,
      passwordHash: passwordHashes[role],
    }
  })
  await users.seed(newUsers)
}

/**
 * Deactivates demo users that still have their public password, and ends their sessions. A demo user with another
 * password is a real account and stays.
 * @returns the ids of the deactivated users
 */
export async function deactivateDemoUsers({
  users,
  sessions,
  audit,
  now,
}: Pick<Deps, 'users' | 'sessions' | 'audit' | 'now'>): Promise<string[]> {
  const deactivated: string[] = []
  for (const { id } of DEMO_USERS) {
    const stored = await users.withPassword({ id })
    if (!stored?.user.active) continue
    const { isCorrect } = await verifyPassword(PASSWORDS[stored.user.role], stored.passwordHash)
    const changed = isCorrect && (await users.update(id, { active: false }))
    if (!changed) continue
    await sessions.endAllOf(id, now())
    const viewer = { role: 'SERVICE', service: 'users' } as const
    const [before, after] = [auditedFields(changed.before), auditedFields(changed.after)]
    await audit({ action: 'USER_UPDATED', viewer, subjectId: id, before, after })
    deactivated.push(id)
  }
  return deactivated
}
