import { type Admin, badInput } from '@setrum/subgraph-kit'
import type { Deps } from '../../context.js'
import { readNote } from '../../domain/input.js'
import { enter } from '../../domain/settlement/next-phase.js'
import type { Transaction } from '../../domain/transaction.js'
import { findVisible } from '../listing/find-visible.js'

/**
 * An admin has looked: all review reasons are removed, the status stays. What was reviewed stays on record.
 * @throws NOT_FOUND, BAD_USER_INPUT (no note, or nothing to review)
 */
export async function reviewTransaction(
  { id, note }: { id: string; note: string },
  viewer: Admin,
  deps: Deps,
): Promise<Transaction> {
  const text = readNote(note)
  const before = await findVisible(id, viewer, deps)
  const at = deps.now()
  const entered = enter(before, 'REVIEWED', at, deps.rules)
  if (!entered || before.reviewReasons.length === 0) {
    throw badInput('id', {
      id: 'Tidak ada yang perlu ditinjau pada transaksi ini.',
      en: 'This transaction has nothing to review.',
    })
  }
  const actor = viewer.userId
  const reviewed = {
    at,
    type: 'REVIEW',
    actor,
    from: null,
    to: null,
    note: text,
    reasons: before.reviewReasons,
  } as const
  const changed = await deps.transactions.change(before, { ...entered, events: [reviewed], at })
  // The transaction changed meanwhile, perhaps with a new reason: look at it anew.
  return changed ?? reviewTransaction({ id, note }, viewer, deps)
}
