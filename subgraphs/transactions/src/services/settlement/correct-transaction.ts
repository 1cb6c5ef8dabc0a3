import { type Admin, badInput, DomainError } from '@setrum/subgraph-kit'
import type { Deps } from '../../context.js'
import { profitOf } from '../../domain/settlement/decide.js'
import { readNote } from '../../domain/input.js'
import { firstCheckAfter } from '../../domain/settlement/recovery.js'
import type { Transaction } from '../../domain/transaction.js'
import { findVisible } from '../listing/find-visible.js'

export interface CorrectTransaction {
  id: string
  resolution: 'SUCCESS' | 'FAILED'
  note: string
}

/**
 * The only way in which a final status changes: an admin says so, and why; both stay on record. The status that a sale
 * has already takes away its mark, when it has one: the admin looked, and found it right.
 * @throws NOT_FOUND, BAD_USER_INPUT (it is so already, and nobody was to look), INVALID_TRANSITION unless it is final
 */
export async function correctTransaction(input: CorrectTransaction, viewer: Admin, deps: Deps): Promise<Transaction> {
  const note = readNote(input.note)
  const before = await findVisible(input.id, viewer, deps)
  if (before.state !== 'SUCCESS' && before.state !== 'FAILED') throw notFinal()
  const isConfirmed = before.state === input.resolution
  if (isConfirmed && !before.needsAttention) {
    throw badInput('resolution', { id: 'Statusnya sudah begitu.', en: 'That is its status already.' })
  }
  const at = deps.now()
  const changed = await deps.transactions.change(
    before,
    { state: before.state },
    {
      change: { needsAttention: false, ...(isConfirmed ? {} : settledAs(input.resolution, before, at, deps)) },
      events: [{ at, type: 'CORRECTION', actor: viewer.userId, from: before.state, to: input.resolution, note }],
      at,
    },
  )
  if (!changed) throw notFinal()
  const did = isConfirmed ? 'confirmed' : 'corrected'
  deps.alert(`an admin ${did} a final status`, { invoice: changed.invoice, from: before.state, to: changed.state })
  return changed
}

function settledAs(state: CorrectTransaction['resolution'], before: Transaction, at: Date, deps: Deps) {
  const isSuccess = state === 'SUCCESS'
  return {
    state,
    completedAt: at,
    // What the biller has of it, its token above all, is still to be asked for.
    nextCheckAt: isSuccess ? firstCheckAfter(at, deps.rules) : null,
    profitIdr: isSuccess ? profitOf(before.priceIdr, before.costIdr) : null,
  }
}

function notFinal(): DomainError {
  return new DomainError('INVALID_TRANSITION', {
    id: 'Hanya transaksi yang sudah berhasil atau gagal yang dapat dikoreksi.',
    en: 'Only a transaction that succeeded or failed can be corrected.',
  })
}
