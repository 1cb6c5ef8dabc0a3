import type { Role } from '@setrum/identity'
import { readObjectId } from '@setrum/subgraph-kit'
import mongoose from 'mongoose'

const { trusted } = mongoose

/** Conditions of a user list, combined with AND. */
export interface UserConditions {
  /** Id of a user to leave out. */
  excludedId: string
  search?: string | null | undefined
  role?: Role | null | undefined
  active?: boolean | null | undefined
  shiftId?: string | null | undefined
}

/** Spellings of `active: false` in rows of the old system. A row without the column is active. */
export const INACTIVE_VALUES = [false, 0, '0', 'false'] as const

/** @returns MongoDB conditions for `$and` */
export function userFilter({ excludedId, search, role, active, shiftId }: UserConditions): object[] {
  const all: object[] = [{ _id: trusted({ $ne: readObjectId(excludedId) }) }]
  const part = search?.trim()
  if (part) {
    const matches = trusted({ $regex: part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'), $options: 'i' })
    all.push({ $or: [{ name: matches }, { email: matches }, { numberId: matches }] })
  }
  if (role != null) all.push({ userType: role === 'ADMIN' ? 'admin' : trusted({ $ne: 'admin' }) })
  if (active != null) all.push({ active: trusted(active ? { $nin: INACTIVE_VALUES } : { $in: INACTIVE_VALUES }) })
  if (shiftId != null) {
    const id = readObjectId(shiftId)
    all.push({ officeHoursId: id ? trusted({ $in: [shiftId, id] }) : shiftId })
  }
  return all
}
