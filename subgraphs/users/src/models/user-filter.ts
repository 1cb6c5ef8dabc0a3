import type { Role } from '@setrum/identity'
import { readObjectId } from '@setrum/subgraph-kit'
import mongoose from 'mongoose'

const { trusted } = mongoose

/** Whom a list is about; all conditions hold together. */
export interface UserConditions {
  /** The id of somebody who is not in the list. */
  except: string
  search?: string | null | undefined
  role?: Role | null | undefined
  active?: boolean | null | undefined
  shiftId?: string | null | undefined
}

/** How a row may say that somebody was switched off; one of the old system without the column is active. */
export const SWITCHED_OFF = [false, 0, '0', 'false'] as const

/** The conditions as the database understands them, for `$and`. */
export function userFilter({ except, search, role, active, shiftId }: UserConditions): object[] {
  const all: object[] = [{ _id: trusted({ $ne: readObjectId(except) }) }]
  const part = search?.trim()
  if (part) {
    const matches = trusted({ $regex: part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'), $options: 'i' })
    all.push({ $or: [{ name: matches }, { email: matches }, { numberId: matches }] })
  }
  if (role != null) all.push({ userType: role === 'ADMIN' ? 'admin' : trusted({ $ne: 'admin' }) })
  if (active != null) all.push({ active: trusted(active ? { $nin: SWITCHED_OFF } : { $in: SWITCHED_OFF }) })
  if (shiftId != null) {
    const id = readObjectId(shiftId)
    all.push({ officeHoursId: id ? trusted({ $in: [shiftId, id] }) : shiftId })
  }
  return all
}
