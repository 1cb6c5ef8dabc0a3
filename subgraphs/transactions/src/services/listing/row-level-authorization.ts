import { DomainError, type UserViewer } from '@setrum/subgraph-kit'
import type { Deps } from '../../context.js'
import type { Transaction } from '../../domain/transaction.js'
import type { SalesConditions } from '../../models/sales-totals.js'
import type { Conditions } from '../../models/transaction-filter.js'

/** Same error for "not found" and "not allowed", so ids cannot be probed. */
export function notFound(): DomainError {
  return new DomainError('NOT_FOUND', { id: 'Transaksi tidak ditemukan.', en: 'No such transaction.' })
}

/** Employees may see their own transactions, admins all. */
export function maySee(viewer: UserViewer, { employeeId }: Pick<Transaction, 'employeeId'>): boolean {
  return viewer.role === 'ADMIN' || viewer.userId === employeeId
}

/** A transaction that the viewer may see, for a change. @throws NOT_FOUND */
export async function findVisible(id: string, viewer: UserViewer, deps: Deps): Promise<Transaction> {
  const transaction = await deps.transactions.byIdForChange(id)
  if (!transaction || !maySee(viewer, transaction)) throw notFound()
  return transaction
}

type SalesFilter = Omit<SalesConditions, 'ownerId'> | null | undefined

/** The owner to which a viewer's transactions are limited; null for no limit. */
export function ownerFor(viewer: UserViewer): string | null {
  return viewer.role === 'ADMIN' ? null : viewer.userId
}

/** A client's sales filter, limited to one owner. Only known members are taken: a client may send others. */
export function salesConditions(filter: SalesFilter, ownerId: string | null): SalesConditions {
  const { productType, employeeId, shiftId, from, to, since, untilTimeOfDay } = filter ?? {}
  return { productType, employeeId, shiftId, from, to, since, untilTimeOfDay, ownerId }
}

/** A client's transaction filter, limited to one owner. */
export function transactionConditions(
  filter: Omit<Conditions, 'ownerId'> | null | undefined,
  ownerId: string | null,
): Conditions {
  const { productType, employeeId, shiftId, from, to, status, needsAttention, search } = filter ?? {}
  return { productType, employeeId, shiftId, from, to, ownerId, status, needsAttention, search }
}
