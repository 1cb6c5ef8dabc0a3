import { type Admin, badInput, DomainError } from '@setrum/subgraph-kit'
import type { Deps } from '../../context.js'
import { readNote } from '../../domain/input.js'
import { enter } from '../../domain/settlement/next-phase.js'
import { profitOf } from '../../domain/settlement/outcome-data.js'
import { isFinal, statusOf } from '../../domain/settlement/phase.js'
import type { Transaction } from '../../domain/transaction.js'
import { findVisible } from '../listing/row-level-authorization.js'

export interface CorrectTransaction {
  id: string
  resolution: 'SUCCESS' | 'FAILED'
  note: string
}

/**
 * Corrects a final status; nothing else changes one. Both statuses and the admin's note stay on record. With the
 * present status it confirms that status: only the review reasons are removed.
 * @throws NOT_FOUND, BAD_USER_INPUT (it has this status, and no review reason), INVALID_TRANSITION unless it is final
 */
export async function correctTransaction(input: CorrectTransaction, viewer: Admin, deps: Deps): Promise<Transaction> {
  const { resolution } = input
  const note = readNote(input.note)
  const first = await findVisible(input.id, viewer, deps)
  for (let sale = first; ; sale = await findVisible(input.id, viewer, deps)) {
    const from = statusOf(sale)
    if (!isFinal(from)) throw notFinal()
    const isConfirmed = from === resolution
    const reasons = sale.reviewReasons.filter((reason) => first.reviewReasons.includes(reason))
    if (isConfirmed && reasons.length === 0) {
      throw badInput('resolution', { id: 'Statusnya sudah begitu.', en: 'That is its status already.' })
    }
    const at = deps.now()
    const transition = isConfirmed ? 'REVIEWED' : (`CORRECTED_${resolution}` as const)
    const entered = enter(sale, transition, at, deps.rules, first.reviewReasons)
    if (!entered) throw notFinal()
    const profitIdr = resolution === 'SUCCESS' ? profitOf(sale.priceIdr, sale.costIdr) : null
    const changed = await deps.transactions.change(sale, {
      ...entered,
      change: isConfirmed ? {} : { completedAt: at, profitIdr },
      events: [{ at, type: 'CORRECTION', actor: viewer.userId, from, to: resolution, note, reasons }],
      at,
    })
    if (!changed) continue // It changed meanwhile: apply the correction to its present state.
    const event = isConfirmed ? 'sale.status_confirmed' : 'sale.status_corrected'
    deps.alert(event, { invoice: changed.invoice, from, to: resolution })
    return changed
  }
}

function notFinal(): DomainError {
  return new DomainError('INVALID_TRANSITION', {
    id: 'Hanya transaksi yang sudah berhasil atau gagal yang dapat dikoreksi.',
    en: 'Only a transaction that succeeded or failed can be corrected.',
  })
}
