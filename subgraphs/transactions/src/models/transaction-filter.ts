import { endOfDay, startOfDay } from '@setrum/units'
import mongoose, { type QueryFilter } from 'mongoose'
import type { ProductType } from '../domain/legacy.js'
import type { TransactionStatus } from '../domain/status.js'
import type { TransactionRow } from './transaction-schema.js'

const { trusted } = mongoose

/** Conditions that hold together; null or left out: any. */
export interface Conditions {
  productType?: ProductType | null | undefined
  employeeId?: string | null | undefined
  shiftId?: string | null | undefined
  from?: string | null | undefined
  to?: string | null | undefined
  status?: readonly TransactionStatus[] | null | undefined
  needsAttention?: boolean | null | undefined
  search?: string | null | undefined
  /** Whose transactions the viewer may see; null for everybody's. */
  ownerId: string | null
}

export type RowFilter = QueryFilter<TransactionRow>

/** The conditions as a query. The day of a transaction is that of its making, so a range of days is one of instants. */
export function filterOf(conditions: Conditions, timeZone: string): RowFilter {
  const all: RowFilter[] = []
  const { ownerId, employeeId, shiftId, productType, from, to, status, needsAttention, search } = conditions
  if (ownerId !== null) all.push({ employeeId: ownerId })
  if (employeeId != null) all.push({ employeeId })
  if (shiftId != null) all.push({ shiftId })
  if (productType != null) all.push({ productType })
  if (status != null) all.push({ state: status.length === 1 ? status[0] : trusted({ $in: [...status] }) })
  if (needsAttention != null) all.push({ needsAttention: needsAttention ? true : trusted({ $ne: true }) })
  if (from != null || to != null) {
    const range: { $gte?: Date; $lt?: Date } = {}
    if (from != null) range.$gte = startOfDay(from, timeZone)
    if (to != null) range.$lt = endOfDay(to, timeZone)
    all.push({ createdAt: trusted(range) })
  }
  const text = search?.trim()
  if (text) all.push(searchOf(text))
  if (all.length === 0) return {}
  return all.length === 1 && all[0] ? all[0] : { $and: all }
}

/** Invoice or number by their beginning, which their indexes serve; a name by any part of it. */
function searchOf(text: string): RowFilter {
  const digits = text.replace(/[\s-]/g, '')
  if (/^INV\d*$/i.test(digits)) return { invoice: trusted({ $regex: `^INV-?${digits.slice(3)}` }) }
  if (/^\d+$/.test(digits)) {
    return {
      $or: [{ customer_id: trusted({ $regex: `^${digits}` }) }, { invoice: trusted({ $regex: `^INV-${digits}` }) }],
    }
  }
  return { 'customer.name': trusted({ $regex: escapeRegex(text), $options: 'i' }) }
}

export function escapeRegex(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
