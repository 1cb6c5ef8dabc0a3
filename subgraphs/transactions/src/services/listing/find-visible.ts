import { DomainError, type UserViewer } from '@setrum/subgraph-kit'
import type { Deps } from '../../context.js'
import type { Transaction } from '../../domain/transaction.js'
import { adoptOldRows } from '../legacy/adopt-old-rows.js'

/** What there is not, and what the viewer may not see: told apart by nothing. */
export function notFound(): DomainError {
  return new DomainError('NOT_FOUND', { id: 'Transaksi tidak ditemukan.', en: 'No such transaction.' })
}

/** Whether a person may see a transaction: employees their own, admins all. */
export function maySee(viewer: UserViewer, { employeeId }: Pick<Transaction, 'employeeId'>): boolean {
  return viewer.role === 'ADMIN' || viewer.userId === employeeId
}

/** For whoever is about to change it. @throws NOT_FOUND */
export async function findVisible(id: string, viewer: UserViewer, deps: Deps): Promise<Transaction> {
  // What changes below needs our columns.
  await adoptOldRows(deps)
  const transaction = await deps.transactions.byId(id)
  if (!transaction || !maySee(viewer, transaction)) throw notFound()
  return transaction
}
