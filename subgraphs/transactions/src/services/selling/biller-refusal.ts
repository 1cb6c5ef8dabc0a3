import type { InquiryResult } from '@setrum/iak'
import { DomainError } from '@setrum/subgraph-kit'
import { withoutNumbers } from '../../domain/confidential-text.js'

/** Messages for the codes that an employee can act on. */
const MESSAGES: Readonly<Record<string, { id: string; en: string }>> = {
  '01': { id: 'Tagihan sudah dibayar.', en: 'The bill has been paid.' },
  '34': { id: 'Tagihan sudah dibayar.', en: 'The bill has been paid.' },
  '10': { id: 'Tagihan belum tersedia.', en: 'The bill is not available yet.' },
  '13': { id: 'Nomor pelanggan diblokir.', en: 'The customer number is blocked.' },
  '14': { id: 'Nomor meter atau ID pelanggan tidak ditemukan.', en: 'No such meter or customer number is known.' },
  '106': { id: 'Produk sedang gangguan di PLN.', en: 'The product is out of service at the moment.' },
  '109': { id: 'PLN sedang tutup (cut-off).', en: 'PLN is closed for its nightly cut-off.' },
}

/** The error for an inquiry that the biller refused or that got no response. */
export function billerRefusal(result: Exclude<InquiryResult<unknown>, { kind: 'FOUND' }>): DomainError {
  if (result.kind === 'UNAVAILABLE') return billerUnavailable(result.code, result.cause)
  return new DomainError(
    'BILLER_REJECTED',
    MESSAGES[result.code ?? ''] ?? {
      id: 'Ditolak oleh biller. Periksa kembali nomornya.',
      en: 'The biller refused it. Please check the number.',
    },
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
