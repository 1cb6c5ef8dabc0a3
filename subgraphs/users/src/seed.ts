import type { NewUser, Users } from './models/user.js'
import { hashPassword } from './services/passwords.js'

const ADMIN_PASSWORD = 'Setrum-Admin-1'
const EMPLOYEE_PASSWORD = 'Setrum-Kasir-1'

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
  const passwordHashes = { ADMIN: await hashPassword(ADMIN_PASSWORD), EMPLOYEE: await hashPassword(EMPLOYEE_PASSWORD) }
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
