import { createHash } from 'node:crypto'
import { badInput, DomainError } from '@setrum/subgraph-kit'
import type { Transaction } from '../../domain/transaction.js'

/** An idempotency key: 8 to 64 printable characters. @throws BAD_USER_INPUT */
export function readIdempotencyKey(key: string): string {
  if (/^[^\p{Cc}\p{Cs}]{8,64}$/u.test(key)) return key
  throw badInput('idempotencyKey', {
    id: 'Kunci idempotensi harus 8 sampai 64 karakter yang terbaca.',
    en: 'An idempotency key must have 8 to 64 characters, none of them a control character.',
  })
}

/** Hash of the parameters of a request, to detect the same key with other parameters. */
export function requestHashOf(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url')
}

/** A repeat with the same key returns the same transaction. @throws IDEMPOTENCY_KEY_REUSED for other parameters */
export function replayOf(transaction: Transaction, requestHash: string): Transaction {
  if (transaction.requestHash === requestHash) return { ...transaction, isReplay: true }
  throw new DomainError('IDEMPOTENCY_KEY_REUSED', {
    id: 'Kunci idempotensi ini sudah dipakai untuk pembelian lain.',
    en: 'This idempotency key has already been used for another purchase.',
  })
}
