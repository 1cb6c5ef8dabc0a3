import { FAILURE_MESSAGES, failureReasonOf } from '@setrum/api-contract'
import type { InquiryResult } from '@setrum/iak'
import { DomainError } from '@setrum/subgraph-kit'
import { withoutNumbers } from '../../domain/confidential-text.js'
import type { ProductType } from '../../domain/legacy/legacy-row.js'

/** The error for an inquiry that the biller refused or that got no response. */
export function billerRefusal(
  result: Exclude<InquiryResult<unknown>, { kind: 'FOUND' }>,
  productType: ProductType,
): DomainError {
  if (result.kind === 'UNAVAILABLE') return billerUnavailable(result.code, result.cause)
  const reason = failureReasonOf(productType, result.code)
  return new DomainError(
    'BILLER_REJECTED',
    reason ? FAILURE_MESSAGES[reason] : { id: 'Ditolak oleh biller.', en: 'The biller refused it.' },
    { rc: result.code, billerMessage: withoutNumbers(result.message) },
  )
}

/** The error for a biller that cannot be reached; nothing was bought. */
export function billerUnavailable(code: string | null, cause: unknown): DomainError {
  return new DomainError(
    'BILLER_UNAVAILABLE',
    {
      id: 'Biller sedang tidak dapat dihubungi. Tidak ada yang dibeli.',
      en: 'The biller cannot be reached. Nothing was bought.',
    },
    code === null ? {} : { rc: code },
    { cause },
  )
}
