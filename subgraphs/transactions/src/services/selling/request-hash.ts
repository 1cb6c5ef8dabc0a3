import { createHash } from 'node:crypto'
import { DomainError } from '@setrum/subgraph-kit'
import type { Transaction } from '../../domain/transaction.js'

/** What a request asks for, so that the same key with another request is noticed. */
export function requestHashOf(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url')
}

/** A repeat with the same key gives the same transaction. @throws IDEMPOTENCY_KEY_REUSED when it asks for another */
export function replayOf(transaction: Transaction, requestHash: string): Transaction {
  if (transaction.requestHash === requestHash) return transaction
  throw new DomainError('IDEMPOTENCY_KEY_REUSED', {
    id: 'Kunci idempotensi ini sudah dipakai untuk pembelian lain.',
    en: 'This idempotency key has already been used for another purchase.',
  })
}
