import type { Language, Message } from '@setrum/api-contract'
import type { ErrorMessage } from '../executor/index.js'

const SUBGRAPH_LABELS: Readonly<Record<string, Message>> = {
  users: { id: 'Data pengguna', en: 'The data of people' },
  master: { id: 'Data shift dan produk', en: 'The data of shifts and products' },
  transactions: { id: 'Data transaksi', en: 'The data of transactions' },
}

/**
 * Message and extensions for an unavailable subgraph.
 *
 * @param isOutcomeUnknown true when a mutation was sent and its result is not known
 */
export function unavailableError(
  subgraph: string,
  { language, isUnknown }: { language: Language; isUnknown: boolean },
): ErrorMessage {
  return isUnknown
    ? { message: formatUnknownOutcomeMessage(subgraph, language), extensions: { outcomeUnknown: true } }
    : { message: formatUnavailableMessage(subgraph, language) }
}

export function formatUnavailableMessage(subgraph: string, language: Language): string {
  const part = SUBGRAPH_LABELS[subgraph]?.[language] ?? subgraph
  return language === 'en'
    ? `${part} cannot be reached now. Please try again in a moment.`
    : `${part} sedang tidak dapat dijangkau. Silakan coba lagi sebentar lagi.`
}

export function formatStaleMessage(subgraph: string, language: Language): string {
  const part = SUBGRAPH_LABELS[subgraph]?.[language] ?? subgraph
  return language === 'en'
    ? `${part} cannot be reached now; the last known is shown.`
    : `${part} sedang tidak dapat dijangkau; yang ditampilkan adalah data terakhir yang diketahui.`
}

function formatUnknownOutcomeMessage(subgraph: string, language: Language): string {
  const part = SUBGRAPH_LABELS[subgraph]?.[language] ?? subgraph
  return language === 'en'
    ? `${part} did not answer in time, and it is not known whether this was carried out. Look before you repeat it.`
    : `${part} tidak menjawab pada waktunya, dan belum diketahui apakah permintaan ini dijalankan. Periksa dulu sebelum mengulang.`
}
