import { badInput, DomainError, type UserViewer } from '@setrum/subgraph-kit'
import type { Deps } from '../../context.js'
import { readNote, readToken } from '../../domain/input.js'
import { enter } from '../../domain/settlement/next-phase.js'
import { profitOf } from '../../domain/settlement/outcome-data.js'
import { attemptsOf, isOpenPhase, statusOf, type TransactionStatus } from '../../domain/settlement/phase.js'
import type { Transaction } from '../../domain/transaction.js'
import { findVisible, notFound } from '../listing/row-level-authorization.js'
import { checkBeforeManualResolution } from './refresh-status.js'

export interface ResolveTransaction {
  id: string
  resolution: 'SUCCESS' | 'FAILED'
  note: string
  token?: string | null | undefined
}

/**
 * Settles an open sale by hand. The biller is queried once more before, and its response is recorded; a definite one
 * holds. Afterwards it is queried until it agrees, contradicts, or a day has passed: a wrong resolution leads to a
 * review reason.
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
  const { resolution } = input
  const before = await findVisible(input.id, viewer, deps)
  if (!isOpenPhase(before.phase)) throw notOpen(before)

  const { transaction, outcome } = await checkBeforeManualResolution(before, viewer.userId, deps)
  if (!isOpenPhase(transaction.phase)) return settledByBiller(transaction, { resolution, note }, viewer, deps)
  if (!outcome) throw queryUnderWay()
  // Still open after a definite response: it was reported as paid before. The user may follow the latest response.
  const isPaid = transaction.phase.name === 'PAID_WITHOUT_TOKEN'
  const reported = outcome.kind === 'FAILED' ? 'FAILED' : isPaid ? 'SUCCESS' : null
  if (reported !== null && reported !== resolution) throw contradicts(reported, transaction)
  if (resolution === 'SUCCESS' && transaction.productType === 'PREPAID' && token === null) {
    throw badInput('token', {
      id: 'Biller belum memberi token. Isi 20 angka token untuk menyatakan berhasil.',
      en: 'The biller has given no token. Enter its 20 digits to settle this sale as successful.',
    })
  }
  const at = deps.now()
  const { deadline } = attemptsOf(transaction)
  if (resolution === 'FAILED' && deadline !== null && deadline > at) throw queryUnderWay()

  const entered = enter(transaction, `RESOLVED_${resolution}`, at, deps.rules, before.reviewReasons)
  if (!entered) throw notOpen(transaction)
  const sold = {
    ...(token === null ? {} : { token }),
    profitIdr: profitOf(transaction.priceIdr, transaction.costIdr),
  }
  const changed = await deps.transactions.change(transaction, {
    ...entered,
    change: { completedAt: at, ...(resolution === 'SUCCESS' ? sold : {}) },
    events: [
      { at, type: 'MANUAL_RESOLUTION', actor: viewer.userId, from: statusOf(transaction), to: resolution, note },
    ],
    at,
  })
  if (changed) return changed
  const current = await deps.transactions.byId(transaction.id)
  if (!current) throw notFound()
  if (isOpenPhase(current.phase)) throw queryUnderWay()
  return settledByBiller(current, { resolution, note }, viewer, deps)
}

/** The biller settled it meanwhile: accepted when it agrees; the user's note is recorded. */
async function settledByBiller(
  transaction: Transaction,
  { resolution, note }: Pick<ResolveTransaction, 'resolution' | 'note'>,
  viewer: UserViewer,
  deps: Deps,
): Promise<Transaction> {
  const status = statusOf(transaction)
  if (status !== resolution) throw contradicts(status, transaction)
  const actor = viewer.userId
  const event = { at: deps.now(), type: 'MANUAL_RESOLUTION', actor, from: null, to: null, note } as const
  return (await deps.transactions.addEvent(transaction.id, event)) ?? transaction
}

function notOpen(sale: Transaction): DomainError {
  return new DomainError(
    'INVALID_TRANSITION',
    {
      id: 'Hanya transaksi yang sedang diproses yang dapat diselesaikan manual.',
      en: 'Only a transaction that is being processed can be settled by hand.',
    },
    { status: statusOf(sale) },
  )
}

function queryUnderWay(): DomainError {
  return new DomainError('INVALID_TRANSITION', {
    id: 'Permintaan ke biller masih berjalan. Coba lagi sebentar lagi.',
    en: 'A request to the biller is still under way. Please try again in a moment.',
  })
}

function contradicts(reported: TransactionStatus, { responseCode }: Transaction): DomainError {
  return new DomainError(
    'BILLER_CONTRADICTS',
    reported === 'SUCCESS'
      ? { id: 'Menurut biller transaksi ini berhasil.', en: 'The biller says that this transaction succeeded.' }
      : { id: 'Menurut biller transaksi ini gagal.', en: 'The biller says that this transaction failed.' },
    { rc: responseCode },
  )
}
