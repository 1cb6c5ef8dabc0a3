import type { FailureWords } from '../executor/index.js'
import type { Language, Message } from '../language.js'

const PARTS: Readonly<Record<string, Message>> = {
  users: { id: 'Data pengguna', en: 'The data of people' },
  master: { id: 'Data shift dan produk', en: 'The data of shifts and products' },
  transactions: { id: 'Data transaksi', en: 'The data of transactions' },
}

/**
 * What the client is told of a subgraph that does not answer properly.
 *
 * @param isUnknown when it was sent a change, and nobody can say whether it was carried out
 */
export function unavailableWords(
  subgraph: string,
  { language, isUnknown }: { language: Language; isUnknown: boolean },
): FailureWords {
  return isUnknown
    ? { message: unknownOutcomeMessage(subgraph, language), extensions: { outcomeUnknown: true } }
    : { message: unavailableMessage(subgraph, language) }
}

/** The sentence for a part of the graph that is not there now. */
export function unavailableMessage(subgraph: string, language: Language): string {
  const part = PARTS[subgraph]?.[language] ?? subgraph
  return language === 'en'
    ? `${part} cannot be reached now. Please try again in a moment.`
    : `${part} sedang tidak dapat dijangkau. Silakan coba lagi sebentar lagi.`
}

/** The sentence for a part of the answer that is the last known one. */
export function staleMessage(subgraph: string, language: Language): string {
  const part = PARTS[subgraph]?.[language] ?? subgraph
  return language === 'en'
    ? `${part} cannot be reached now; the last known is shown.`
    : `${part} sedang tidak dapat dijangkau; yang ditampilkan adalah data terakhir yang diketahui.`
}

function unknownOutcomeMessage(subgraph: string, language: Language): string {
  const part = PARTS[subgraph]?.[language] ?? subgraph
  return language === 'en'
    ? `${part} did not answer in time, and it is not known whether this was carried out. Look before you repeat it.`
    : `${part} tidak menjawab pada waktunya, dan belum diketahui apakah permintaan ini dijalankan. Periksa dulu sebelum mengulang.`
}
