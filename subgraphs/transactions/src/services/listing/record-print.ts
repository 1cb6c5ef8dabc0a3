import { DomainError, type UserViewer } from '@setrum/subgraph-kit'
import type { Deps } from '../../context.js'
import { statusOf } from '../../domain/settlement/phase.js'
import { isSoldWithoutToken, type Transaction } from '../../domain/transaction.js'
import { findVisible, notFound } from './row-level-authorization.js'

/**
 * Counts a printed receipt and records user and time. From the second on a receipt says that it is a reprint.
 * @throws NOT_FOUND, INVALID_TRANSITION unless it was sold, and while a token sale has no readable token
 */
export async function recordPrint(id: string, viewer: UserViewer, deps: Deps): Promise<Transaction> {
  const sale = await findVisible(id, viewer, deps)
  if (statusOf(sale) !== 'SUCCESS') {
    throw new DomainError('INVALID_TRANSITION', {
      id: 'Struk hanya untuk transaksi yang berhasil.',
      en: 'Only a successful transaction has a receipt.',
    })
  }
  if (isSoldWithoutToken(sale)) {
    throw new DomainError('INVALID_TRANSITION', {
      id: 'Token belum terbaca, jadi struk belum dapat dicetak. Hubungi pemilik.',
      en: 'The token is not readable yet, so there is no receipt. Please tell the owner.',
    })
  }
  const printed = await deps.transactions.countPrint(sale.id, viewer.userId, deps.now())
  if (!printed) throw notFound()
  return printed
}
