import type { UserViewer } from '@setrum/subgraph-kit'
import type { Deps } from '../../context.js'
import type { Transaction } from '../../domain/transaction.js'
import { findVisible } from '../listing/find-visible.js'
import { refreshStatus } from './refresh-status.js'

/**
 * Asks the biller how a sale stands and records the answer; what is settled, or was never sent, is returned as it is.
 * @throws NOT_FOUND
 */
export async function checkTransactionStatus(id: string, viewer: UserViewer, deps: Deps): Promise<Transaction> {
  const transaction = await findVisible(id, viewer, deps)
  return transaction.state === 'PROCESSING' ? refreshStatus(transaction, viewer.userId, deps) : transaction
}
