import { migrate } from '@setrum/subgraph-kit'
import type { Connection } from 'mongoose'
import type { Shifts } from './models/shift.js'

/** Plain JavaScript beside src/ and dist/, not compiled. */
export const MIGRATIONS = new URL('../migrations/', import.meta.url)

const DEMO_SHIFTS = [
  { id: '665000000000000000000001', name: 'Pagi', startAt: '08:00', endAt: '15:59', active: true },
  { id: '665000000000000000000002', name: 'Sore', startAt: '16:00', endAt: '23:59', active: true },
  { id: '665000000000000000000003', name: 'Malam', startAt: '00:00', endAt: '07:59', active: true },
]

/** Prepares the database at start: migrations, demo shifts. Idempotent. */
export async function prepareMaster(
  connection: Connection,
  { shifts, withDemoShifts }: { shifts: Shifts; withDemoShifts: boolean },
): Promise<void> {
  await migrate(connection, MIGRATIONS)
  if (withDemoShifts) await seedShifts(shifts)
}

/**
 * Loads three demo shifts unless other shifts exist. Idempotent. Their ids are fixed: demo users and sales of the other
 * subgraphs refer to them.
 */
export async function seedShifts(shifts: Shifts): Promise<void> {
  await shifts.seed(DEMO_SHIFTS)
}
