import { badInput, DomainError, type UserViewer } from '@setrum/subgraph-kit'
import type { Deps } from '../../context.js'
import { readNote, readToken } from '../../domain/input.js'
import { profitOf } from '../../domain/settlement/decide.js'
import { firstCheckAfter } from '../../domain/settlement/recovery.js'
import type { TransactionStatus } from '../../domain/status.js'
import type { Transaction, TransactionChange, TransactionEvent } from '../../domain/transaction.js'
import { findVisible, notFound } from '../listing/find-visible.js'
import { checkBeforeManualResolution } from './refresh-status.js'

export interface ResolveTransaction {
  id: string
  resolution: 'SUCCESS' | 'FAILED'
  note: string
  token?: string | null | undefined
}

/**
 * Settles by hand what the biller does not settle. It is asked once more, and its answer recorded, before anybody may
 * decide; where it says something definite, that holds. Afterwards it is still asked until it agrees, contradicts, or a
 * day is over, which a person is told of: a wrong decision does not stay unseen.
 *
 * @throws NOT_FOUND, BAD_USER_INPUT (no note, or no token for a token sale), INVALID_TRANSITION unless PROCESSING or
 *   while the purchase may be on its way to the biller, BILLER_CONTRADICTS
 */
export async function resolveTransaction(
  input: ResolveTransaction,
  viewer: UserViewer,
  deps: Deps,
): Promise<Transaction> {
  const note = readNote(input.note)
  const token = input.token == null ? null : readToken(input.token)
  const before = await findVisible(input.id, viewer, deps)
  if (before.state !== 'PROCESSING') throw notOpen(before)

  const { transaction, outcome } = await checkBeforeManualResolution(before, viewer.userId, deps)
  if (transaction.state !== 'PROCESSING') return settledByBiller(transaction, { ...input, note }, viewer, deps)
  if (!outcome) throw beingAsked()
  // Still open after a definite answer: it was called paid before. What the biller says now is what a person may follow.
  const says = outcome.kind === 'FAILED' ? 'FAILED' : transaction.isPaid ? 'SUCCESS' : null
  if (says !== null && says !== input.resolution) throw contradicts(says, transaction)
  if (input.resolution === 'SUCCESS' && transaction.productType === 'PREPAID' && token === null) {
    throw badInput('token', {
      id: 'Biller belum memberi token. Isi 20 angka token untuk menyatakan berhasil.',
      en: 'The biller has given no token. Enter its 20 digits to settle this sale as successful.',
    })
  }
  const at = deps.now()
  if (input.resolution === 'FAILED' && transaction.sendingUntil !== null && transaction.sendingUntil > at)
    throw beingAsked()

  const change: TransactionChange = {
    state: input.resolution,
    completedAt: at,
    sendingUntil: null,
    needsAttention: false,
    nextCheckAt: firstCheckAfter(at, deps.rules),
    ...(input.resolution === 'SUCCESS'
      ? { ...(token === null ? {} : { token }), profitIdr: profitOf(transaction.priceIdr, transaction.costIdr) }
      : {}),
  }
  const changed = await deps.transactions.change(
    transaction,
    { state: 'PROCESSING', sends: transaction.sends },
    { change, events: [resolutionEvent(transaction, input.resolution, { note, actor: viewer.userId, at })], at },
  )
  if (changed) return changed
  const current = await deps.transactions.byId(transaction.id)
  if (!current) throw notFound()
  if (current.state === 'PROCESSING') throw beingAsked()
  return settledByBiller(current, { ...input, note }, viewer, deps)
}

/** The biller settled it meanwhile: fine where it agrees; the person's note is kept beside it. */
async function settledByBiller(
  transaction: Transaction,
  { resolution, note }: Pick<ResolveTransaction, 'resolution' | 'note'>,
  viewer: UserViewer,
  deps: Deps,
): Promise<Transaction> {
  if (transaction.state !== resolution) throw contradicts(transaction.state, transaction)
  const at = deps.now()
  const event: TransactionEvent = {
    at,
    type: 'MANUAL_RESOLUTION',
    actor: viewer.userId,
    from: null,
    to: null,
    note,
  }
  const noted = await deps.transactions.change(transaction, { state: resolution }, { change: {}, events: [event], at })
  return noted ?? transaction
}

function resolutionEvent(
  sale: Transaction,
  to: 'SUCCESS' | 'FAILED',
  { note, actor, at }: { note: string; actor: string; at: Date },
): TransactionEvent {
  return { at, type: 'MANUAL_RESOLUTION', actor, from: sale.state, to, note }
}

function notOpen({ state }: Transaction): DomainError {
  return new DomainError(
    'INVALID_TRANSITION',
    {
      id: 'Hanya transaksi yang sedang diproses yang dapat diselesaikan manual.',
      en: 'Only a transaction that is being processed can be settled by hand.',
    },
    { status: state },
  )
}

function beingAsked(): DomainError {
  return new DomainError('INVALID_TRANSITION', {
    id: 'Permintaan ke biller masih berjalan. Coba lagi sebentar lagi.',
    en: 'A request to the biller is still under way. Please try again in a moment.',
  })
}

function contradicts(says: TransactionStatus, { responseCode }: Transaction): DomainError {
  return new DomainError(
    'BILLER_CONTRADICTS',
    says === 'SUCCESS'
      ? { id: 'Menurut biller transaksi ini berhasil.', en: 'The biller says that this transaction succeeded.' }
      : { id: 'Menurut biller transaksi ini gagal.', en: 'The biller says that this transaction failed.' },
    { rc: responseCode },
  )
}
