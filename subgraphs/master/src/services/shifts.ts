import { type Admin, badInput, DomainError } from '@setrum/subgraph-kit'
import type { Deps } from '../context.js'
import type { CreateShiftInput, UpdateShiftInput } from '../generated/resolvers.js'
import type { NewShift, Shift } from '../models/shift.js'
import { auditedShift } from './audit.js'

const MAX_NAME_LENGTH = 60

/**
 * Creates a shift. Every pair of times is valid: equal times are one minute, an end one minute before the start is 24
 * hours.
 * @throws BAD_USER_INPUT for an empty or too long name
 */
export async function createShift(
  { viewer, input }: { viewer: Admin; input: CreateShiftInput },
  { shifts, audit }: Pick<Deps, 'shifts' | 'audit'>,
): Promise<Shift> {
  const shift = await shifts.insert({
    name: readName(input.name),
    startAt: input.startAt,
    endAt: input.endAt,
    active: input.active ?? true,
  })
  await audit({ action: 'SHIFT_CREATED', viewer, subjectId: shift.id, after: auditedShift(shift) })
  return shift
}

/**
 * Changes a shift; omitted and null fields stay. The replicas of the other subgraphs follow within seconds.
 * @throws NOT_FOUND, BAD_USER_INPUT
 */
export async function updateShift(
  { id, viewer, input }: { id: string; viewer: Admin; input: UpdateShiftInput },
  { shifts, audit }: Pick<Deps, 'shifts' | 'audit'>,
): Promise<Shift> {
  const change: Partial<NewShift> = {}
  if (input.name != null) change.name = readName(input.name)
  if (input.startAt != null) change.startAt = input.startAt
  if (input.endAt != null) change.endAt = input.endAt
  if (input.active != null) change.active = input.active

  const changed = await shifts.update(id, change)
  if (!changed) throw new DomainError('NOT_FOUND', { id: 'Jam kerja itu tidak ada.', en: 'There is no such shift.' })
  const { before, after } = changed
  await audit({
    action: 'SHIFT_UPDATED',
    viewer,
    subjectId: after.id,
    before: auditedShift(before),
    after: auditedShift(after),
  })
  return after
}

function readName(text: string): string {
  const name = text.trim()
  if (name.length === 0 || name.length > MAX_NAME_LENGTH || /\p{Cc}/u.test(name)) {
    throw badInput('name', {
      id: `Nama jam kerja harus 1 sampai ${MAX_NAME_LENGTH} huruf.`,
      en: `The name of a shift must have 1 to ${MAX_NAME_LENGTH} characters.`,
    })
  }
  return name
}
