import { type Admin, badInput, type DomainError } from '@setrum/subgraph-kit'
import type { Deps } from '../../context.js'
import { readNote } from '../../domain/input.js'
import { enter } from '../../domain/settlement/next-phase.js'
import type { Transaction } from '../../domain/transaction.js'
import { findVisible } from '../listing/row-level-authorization.js'

/**
 * Removes the review reasons that the transaction has; the status stays. User, note and reasons stay on record.
 * @throws NOT_FOUND, BAD_USER_INPUT (no note, or nothing to review)
 */
export async function reviewTransaction(
  input: { id: string; note: string },
  viewer: Admin,
  deps: Deps,
): Promise<Transaction> {
  const note = readNote(input.note)
  const first = await findVisible(input.id, viewer, deps)
  for (let sale = first; ; sale = await findVisible(input.id, viewer, deps)) {
    const reasons = sale.reviewReasons.filter((reason) => first.reviewReasons.includes(reason))
    const at = deps.now()
    const entered = enter(sale, 'REVIEWED', at, deps.rules, first.reviewReasons)
    if (!entered || reasons.length === 0) throw nothingToReview()
    const changed = await deps.transactions.change(sale, {
      ...entered,
      events: [{ at, type: 'REVIEW', actor: viewer.userId, from: null, to: null, note, reasons }],
      at,
    })
    if (changed) return changed
  }
}

function nothingToReview(): DomainError {
  return badInput('id', {
    id: 'Tidak ada yang perlu ditinjau pada transaksi ini.',
    en: 'This transaction has nothing to review.',
  })
}
