import { type Admin, badInput, DomainError } from '@setrum/subgraph-kit'
import type { Deps } from '../context.js'
import { profitOf } from '../domain/decide.js'
import { readNote } from '../domain/input.js'
import { firstCheckAfter } from '../domain/recovery.js'
import type { Transaction } from '../domain/transaction.js'
import { findVisible } from './find-visible.js'

export interface CorrectTransaction {
  id: string
  resolution: 'SUCCESS' | 'FAILED'
  note: string
}

/**
 * The only way in which a final status changes: an admin says so, and why; both stay on record.
 * @throws NOT_FOUND, BAD_USER_INPUT, INVALID_TRANSITION unless it is final and otherwise
 */
export async function correctTransaction(input: CorrectTransaction, viewer: Admin, deps: Deps): Promise<Transaction> {
  const note = readNote(input.note)
  const before = await findVisible(input.id, viewer, deps)
  if (before.state !== 'SUCCESS' && before.state !== 'FAILED') throw notFinal()
  if (before.state === input.resolution) {
    throw badInput('resolution', { id: 'Statusnya sudah begitu.', en: 'That is its status already.' })
  }
  const at = deps.now()
  const isSuccess = input.resolution === 'SUCCESS'
  const changed = await deps.transactions.change(
    before,
    { state: before.state },
    {
      change: {
        state: input.resolution,
        completedAt: at,
        needsAttention: false,
        // What the biller has of it, its token above all, is still to be asked for.
        nextCheckAt: isSuccess ? firstCheckAfter(at, deps.rules) : null,
        profitIdr: isSuccess ? profitOf(before.priceIdr, before.costIdr) : null,
      },
      events: [{ at, type: 'CORRECTION', actor: viewer.userId, from: before.state, to: input.resolution, note }],
      at,
    },
  )
  if (!changed) throw notFinal()
  deps.alert('an admin corrected a final status', { invoice: changed.invoice, from: before.state, to: changed.state })
  return changed
}

function notFinal(): DomainError {
  return new DomainError('INVALID_TRANSITION', {
    id: 'Hanya transaksi yang sudah berhasil atau gagal yang dapat dikoreksi.',
    en: 'Only a transaction that succeeded or failed can be corrected.',
  })
}
