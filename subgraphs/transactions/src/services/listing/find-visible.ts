import { DomainError, type UserViewer } from '@setrum/subgraph-kit'
import type { Deps } from '../../context.js'
import type { Transaction } from '../../domain/transaction.js'

/** Same error for "not found" and "not allowed", so ids cannot be probed. */
export function notFound(): DomainError {
  return new DomainError('NOT_FOUND', { id: 'Transaksi tidak ditemukan.', en: 'No such transaction.' })
}

/** Whether a person may see a transaction: employees their own, admins all. */
export function maySee(viewer: UserViewer, { employeeId }: Pick<Transaction, 'employeeId'>): boolean {
  return viewer.role === 'ADMIN' || viewer.userId === employeeId
}

/** A transaction that the viewer may see, for a change. @throws NOT_FOUND */
export async function findVisible(id: string, viewer: UserViewer, deps: Deps): Promise<Transaction> {
  const transaction = await deps.transactions.byIdForChange(id)
  if (!transaction || !maySee(viewer, transaction)) throw notFound()
  return transaction
}
