import type { InquiryResult } from '@setrum/iak'
import { DomainError } from '@setrum/subgraph-kit'

/** What people are told for the codes that they can do something about. */
const SENTENCES: Readonly<Record<string, { id: string; en: string }>> = {
  '01': { id: 'Tagihan sudah dibayar.', en: 'The bill has been paid.' },
  '34': { id: 'Tagihan sudah dibayar.', en: 'The bill has been paid.' },
  '10': { id: 'Tagihan belum tersedia.', en: 'The bill is not available yet.' },
  '13': { id: 'Nomor pelanggan diblokir.', en: 'The customer number is blocked.' },
  '14': { id: 'Nomor meter atau ID pelanggan tidak ditemukan.', en: 'No such meter or customer number is known.' },
  '106': { id: 'Produk sedang gangguan di PLN.', en: 'The product is out of service at the moment.' },
  '109': { id: 'PLN sedang tutup (cut-off).', en: 'PLN is closed for its nightly cut-off.' },
}

/** A question to the biller that was refused or not answered, as the caller is told. */
export function billerRefusal(answer: Exclude<InquiryResult<unknown>, { kind: 'FOUND' }>): DomainError {
  if (answer.kind === 'UNAVAILABLE') return billerUnavailable(answer.code, answer.cause)
  return new DomainError(
    'BILLER_REJECTED',
    SENTENCES[answer.code ?? ''] ?? {
      id: 'Ditolak oleh biller. Periksa kembali nomornya.',
      en: 'The biller refused it. Please check the number.',
    },
    { rc: answer.code, billerMessage: answer.message },
  )
}

/** The biller could not be asked, and nothing was bought. */
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
