import { badInput, DomainError, type UserViewer } from '@setrum/subgraph-kit'
import type { Deps } from '../../context.js'
import { readNote, readToken } from '../../domain/input.js'
import { enter } from '../../domain/settlement/next-phase.js'
import { profitOf } from '../../domain/settlement/outcome-data.js'
import { attemptsOf, isOpenPhase, statusOf, type TransactionStatus } from '../../domain/settlement/phase.js'
import type { ReviewReason } from '../../domain/settlement/transitions.js'
import { isSoldWithoutToken, type Transaction } from '../../domain/transaction.js'
import { findVisible, notFound } from '../listing/row-level-authorization.js'
import { checkBeforeManualResolution } from './refresh-status.js'
import { nameForLog } from './settle.js'

export interface ResolveTransaction {
  id: string
  resolution: 'SUCCESS' | 'FAILED'
  note: string
  token?: string | null | undefined
}

/** A resolution with which the biller may agree. */
interface Accepted {
  resolution: 'SUCCESS' | 'FAILED'
  note: string
  token: string | null
  /** The review reasons before the query of the biller. */
  seen: readonly ReviewReason[]
}

/**
 * Settles an open sale by hand. The biller is queried once more before, and its response is recorded; a definite one
 * holds. Afterwards it is queried until it agrees, contradicts, or a day has passed: a wrong resolution leads to a
 * review reason. So does a failure that an employee sets; only an admin's resolution removes review reasons.
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

  const accepted = { resolution, note, token, seen: before.reviewReasons }
  const { transaction, outcome } = await checkBeforeManualResolution(before, viewer.userId, deps)
  if (!isOpenPhase(transaction.phase)) return settledByBiller(transaction, accepted, viewer, deps)
  if (!outcome) throw queryUnderWay()
  // Still open after a definite response: it was reported as paid before. The user may follow the latest response.
  const isPaid = transaction.phase.name === 'PAID_WITHOUT_TOKEN'
  const reported = outcome.kind === 'FAILED' ? 'FAILED' : isPaid ? 'SUCCESS' : null
  if (reported !== null && reported !== resolution) throw contradicts(reported, transaction)
  if (resolution === 'SUCCESS' && transaction.productType === 'PREPAID' && token === null) {
    throw tokenRequired()
  }
  const at = deps.now()
  const { deadline } = attemptsOf(transaction)
  if (resolution === 'FAILED' && deadline !== null && deadline > at) throw queryUnderWay()

  const byEmployee = viewer.role === 'ADMIN' ? '' : 'EMPLOYEE_'
  const entered = enter(transaction, `${byEmployee}RESOLVED_${resolution}`, at, deps.rules, before.reviewReasons)
  if (!entered) throw notOpen(transaction)
  const newReasons = entered.reviewReasons.filter((reason) => !transaction.reviewReasons.includes(reason))
  const sold = {
    ...(token === null ? {} : { token }),
    profitIdr: profitOf(transaction.priceIdr, transaction.costIdr),
  }
  const changed = await deps.transactions.change(transaction, {
    ...entered,
    change: { completedAt: at, ...(resolution === 'SUCCESS' ? sold : {}) },
    events: [
      {
        at,
        type: 'MANUAL_RESOLUTION',
        actor: viewer.userId,
        from: statusOf(transaction),
        to: resolution,
        note,
        reasons: newReasons,
      },
    ],
    at,
  })
  if (changed && newReasons.length > 0) {
    deps.alert('sale.review_required', { ...nameForLog(changed), rc: changed.responseCode, reasons: newReasons })
  }
  if (changed) return changed
  const current = await deps.transactions.byId(transaction.id)
  if (!current) throw notFound()
  if (isOpenPhase(current.phase)) throw queryUnderWay()
  return settledByBiller(current, accepted, viewer, deps)
}

/**
 * The biller settled it meanwhile: accepted when it agrees. The user's note is recorded, and the token of a sale whose own
 * is unreadable; an admin's resolution removes the review reasons that were seen.
 */
async function settledByBiller(
  transaction: Transaction,
  input: Accepted,
  viewer: UserViewer,
  deps: Deps,
): Promise<Transaction> {
  const status = statusOf(transaction)
  if (status !== input.resolution) throw contradicts(status, transaction)
  const isTokenMissing = isSoldWithoutToken(transaction)
  if (isTokenMissing && input.token === null) throw tokenRequired()
  const at = deps.now()
  const event = { at, type: 'MANUAL_RESOLUTION', actor: viewer.userId, from: null, to: null, note: input.note } as const
  const { phase } = transaction
  const seen = viewer.role === 'ADMIN' ? input.seen : []
  const reviewReasons = transaction.reviewReasons.filter((reason) => !seen.includes(reason))
  if (!isTokenMissing && reviewReasons.length === transaction.reviewReasons.length) {
    return (await deps.transactions.addEvent(transaction.id, event)) ?? transaction
  }
  const change = isTokenMissing ? { token: input.token } : {}
  const changed = await deps.transactions.change(transaction, { phase, reviewReasons, change, events: [event], at })
  if (changed) return changed
  const current = await deps.transactions.byId(transaction.id)
  if (!current) throw notFound()
  if (isOpenPhase(current.phase)) throw queryUnderWay()
  return settledByBiller(current, input, viewer, deps)
}

export function tokenRequired(): DomainError {
  return badInput('token', {
    id: 'Biller belum memberi token. Isi 20 angka token untuk menyatakan berhasil.',
    en: 'The biller has given no token. Enter its 20 digits to settle this sale as successful.',
  })
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
