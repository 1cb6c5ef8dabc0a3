import type { FetchShape } from './fetch-shape.js'
import type { Language, Message } from './language.js'
import type { SubgraphError } from './subgraph-answer.js'
import type { SubgraphUnavailable } from './subgraph-unavailable.js'

const PARTS: Readonly<Record<string, Message>> = {
  users: { id: 'Data pengguna', en: 'The data of people' },
  master: { id: 'Data shift dan produk', en: 'The data of shifts and products' },
  transactions: { id: 'Data transaksi', en: 'The data of transactions' },
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

/** Where the fetch stands in the answer: field names, and `@` for every element of a list. */
export type FetchPath = readonly (string | number)[]

/** The dotted places that are missing when a fetch fails, `*` for every element of a list. */
export function lostPaths(shape: FetchShape, at: FetchPath, typeNames: Iterable<string>): string[] {
  const prefix = at.map((part) => (part === '@' ? '*' : String(part)))
  if (!shape.entities) return shape.rootNames.map((name) => [...prefix, name].join('.'))
  const paths = new Set<string>()
  for (const typeName of typeNames) {
    const lost = shape.entities.get(typeName)?.lost ?? []
    if (lost.length === 0) paths.add(prefix.join('.'))
    for (const name of lost) paths.add([...prefix, name].join('.'))
  }
  return [...paths]
}

/**
 * The errors that stand for a fetch that failed, as if the subgraph had reported them: one for each field that is
 * missing, at its first place in the answer, however many elements of a list lack it.
 */
export function unavailableErrors(
  fault: SubgraphUnavailable,
  {
    shape,
    at,
    typeNames,
    language,
  }: { shape: FetchShape; at: FetchPath; typeNames: readonly string[]; language: Language },
): SubgraphError[] {
  const isUnknown = shape.operation === 'mutation' && fault.isSent
  const message = isUnknown
    ? unknownOutcomeMessage(fault.subgraph, language)
    : unavailableMessage(fault.subgraph, language)
  const extensions = (paths: string[]) => ({
    code: 'SUBGRAPH_UNAVAILABLE',
    service: fault.subgraph,
    paths,
    ...(isUnknown ? { outcomeUnknown: true } : {}),
  })
  if (!shape.entities) {
    return shape.rootNames.map((name) => ({ message, path: [name], extensions: extensions([name]) }))
  }
  const first = typeNames[0]
  const lost = (first === undefined ? undefined : shape.entities.get(first))?.lost ?? []
  return [
    {
      message,
      path: ['_entities', 0, ...lost.slice(0, 1)],
      extensions: extensions(lostPaths(shape, at, new Set(typeNames))),
    },
  ]
}
