import type { Users } from './models/user.js'
import { hashPassword } from './services/passwords.js'

const PEOPLE = [
  { id: '664000000000000000000001', employeeNumber: 'ADM-001', name: 'Ratna Kusuma', who: 'admin', shiftId: null },
  {
    id: '664000000000000000000002',
    employeeNumber: 'KSR-001',
    name: 'Siti Rahayu',
    who: 'siti',
    shiftId: '665000000000000000000001',
  },
  {
    id: '664000000000000000000003',
    employeeNumber: 'KSR-002',
    name: 'Budi Prasetyo',
    who: 'budi',
    shiftId: '665000000000000000000002',
  },
  {
    id: '664000000000000000000004',
    employeeNumber: 'KSR-003',
    name: 'Dewi Anggraini',
    who: 'dewi',
    shiftId: '665000000000000000000003',
  },
] as const

/** Loads the demo people, only where there is nobody. Their ids are fixed: the other demo data names them. */
export async function seedUsers(users: Users): Promise<boolean> {
  if (!(await users.isEmpty())) return false
  for (const [index, { who, ...person }] of PEOPLE.entries()) {
    const role = person.shiftId === null ? 'ADMIN' : 'EMPLOYEE'
    await users.insert({
      ...person,
      role,
      email: `${who}@setrum.test`,
      phone: `08123456780${index}`,
      address: 'Jl. Merdeka 17, Bandung',
      active: true,
      passwordHash: await hashPassword(role === 'ADMIN' ? 'Setrum-Admin-1' : 'Setrum-Kasir-1'),
    })
  }
  return true
}
