import { endOfDay, startOfDay } from '@setrum/units'
import mongoose, { type QueryFilter } from 'mongoose'
import type { ProductType } from '../domain/legacy/legacy-row.js'
import { readSearch, type Search } from '../domain/search-terms.js'
import type { TransactionStatus } from '../domain/settlement/phase.js'
import { startOfBillerDay } from '../domain/settlement/recovery-rules.js'
import type { Calendar } from './transaction-row.js'
import type { TransactionRow } from './transaction-schema.js'

const { trusted } = mongoose

/** Conditions that are combined by "and"; null or missing: any. */
export interface Conditions {
  productType?: ProductType | null | undefined
  employeeId?: string | null | undefined
  shiftId?: string | null | undefined
  from?: string | null | undefined
  to?: string | null | undefined
  status?: readonly TransactionStatus[] | null | undefined
  needsAttention?: boolean | null | undefined
  search?: string | null | undefined
  /** The owner to which the transactions are limited; null for no limit. */
  ownerId: string | null
}

export type RowFilter = QueryFilter<TransactionRow>

/** The conditions as a query. A transaction counts on the day it was made, so a range of days is one of instants. */
export function filterOf(conditions: Conditions, { timeZone, now }: Calendar): RowFilter {
  const all: RowFilter[] = []
  const { ownerId, employeeId, shiftId, productType, from, to, status, needsAttention, search } = conditions
  if (ownerId !== null) all.push({ employeeId: ownerId })
  if (employeeId != null) all.push({ employeeId })
  if (shiftId != null) all.push({ shiftId })
  if (productType != null) all.push({ productType })
  if (status != null) all.push(statusOf(status, startOfBillerDay(now())))
  if (needsAttention != null) all.push({ needsAttention: needsAttention ? true : trusted({ $ne: true }) })
  if (from != null || to != null) {
    const range: { $gte?: Date; $lt?: Date } = {}
    if (from != null) range.$gte = startOfDay(from, timeZone)
    if (to != null) range.$lt = endOfDay(to, timeZone)
    all.push({ createdAt: trusted(range) })
  }
  const text = search?.trim()
  if (text) {
    // The digits of a token are for the owner: a token is as good as its energy.
    const scope = { includesTokens: ownerId === null, employeeId: ownerId ?? employeeId ?? null }
    all.push(searchFilter(readSearch(text, scope)))
  }
  if (all.length === 0) return {}
  return all.length === 1 && all[0] ? all[0] : { $and: all }
}

/** A bill of an earlier day is EXPIRED from midnight on, though the expiry job may write that up to a minute later. */
function statusOf(status: readonly TransactionStatus[], today: Date): RowFilter {
  const isAny = (states: readonly TransactionStatus[]): RowFilter => ({
    state: states.length === 1 ? states[0] : trusted({ $in: [...states] }),
  })
  const [includesOpen, includesExpired] = [status.includes('AWAITING_PAYMENT'), status.includes('EXPIRED')]
  if (includesOpen === includesExpired) return isAny(status)
  const createdAt = trusted(includesOpen ? { $gte: today } : { $lt: today })
  const unpaid: RowFilter = { state: 'AWAITING_PAYMENT', createdAt }
  const rest = status.filter((each) => each !== 'AWAITING_PAYMENT')
  return rest.length === 0 ? unpaid : { $or: [isAny(rest), unpaid] }
}

export function searchFilter(search: Search): RowFilter {
  if (search.kind === 'NUMBER') {
    return { searchTerms: trusted({ $in: search.prefixes.map((prefix) => new RegExp(`^${prefix}`)) }) }
  }
  const { terms } = search
  return terms.length === 0
    ? { searchTerms: trusted({ $in: [] }) }
    : { $and: terms.map((searchTerms) => ({ searchTerms })) }
}

/** Whether a filter has to name the index of the searches. */
export const isSearch = ({ search }: Pick<Conditions, 'search'>) => Boolean(search?.trim())
