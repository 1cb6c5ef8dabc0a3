import type { Language, Message } from '@setrum/api-contract'
import type { ErrorMessage } from '../executor/errors.js'

const SUBGRAPH_LABELS: Readonly<Record<string, Message>> = {
  users: { id: 'Data pengguna', en: 'User data' },
  master: { id: 'Data jam kerja dan produk', en: 'Shift and product data' },
  transactions: { id: 'Data transaksi', en: 'Transaction data' },
}

/**
 * Message and extensions for an unavailable subgraph.
 *
 * @param isOutcomeUnknown true when a mutation was sent and its result is not known
 */
export function unavailableError(
  subgraph: string,
  { language, isOutcomeUnknown }: { language: Language; isOutcomeUnknown: boolean },
): ErrorMessage {
  return isOutcomeUnknown
    ? { message: formatUnknownOutcomeMessage(subgraph, language), extensions: { outcomeUnknown: true } }
    : { message: formatUnavailableMessage(subgraph, language) }
}

export function formatUnavailableMessage(subgraph: string, language: Language): string {
  const label = SUBGRAPH_LABELS[subgraph]?.[language] ?? subgraph
  return language === 'en'
    ? `${label} is unavailable at the moment. Please try again shortly.`
    : `${label} sedang tidak dapat dijangkau. Silakan coba lagi sebentar lagi.`
}

export function formatStaleMessage(subgraph: string, language: Language): string {
  const label = SUBGRAPH_LABELS[subgraph]?.[language] ?? subgraph
  return language === 'en'
    ? `${label} is unavailable at the moment; the last known data is shown.`
    : `${label} sedang tidak dapat dijangkau; yang ditampilkan adalah data terakhir yang diketahui.`
}

function formatUnknownOutcomeMessage(subgraph: string, language: Language): string {
  const label = SUBGRAPH_LABELS[subgraph]?.[language] ?? subgraph
  return language === 'en'
    ? `${label} did not arrive in time, and the outcome of this request is unknown. Check it before you repeat it.`
    : `${label} tidak menjawab pada waktunya, dan belum diketahui apakah permintaan ini dijalankan. Periksa dulu sebelum mengulang.`
}
