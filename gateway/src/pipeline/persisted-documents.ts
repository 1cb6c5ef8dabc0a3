import { createHash } from 'node:crypto'
import { stripIgnoredCharacters } from 'graphql'
import { LRUCache } from 'lru-cache'

/** In bytes, because comments make texts of any size; the web app's documents have 25 kB. */
const MAX_CACHED_TEXT_BYTES = 4_000_000

/**
 * Persisted documents by id and by text. Ids are those of the manifest and the sha256 of the text. White space does not
 * matter.
 */
export class PersistedDocuments {
  readonly #textById = new Map<string, string>()
  readonly #normalizedTexts = new Set<string>()
  /** Caches accepted texts as sent. Unknown texts are not cached, so that clients cannot fill the memory. */
  readonly #knownTexts = new LRUCache<string, true>({
    maxSize: MAX_CACHED_TEXT_BYTES,
    sizeCalculation: (_known, text) => 2 * text.length,
  })

  constructor(manifest: Readonly<Record<string, string>>) {
    for (const [id, text] of Object.entries(manifest)) {
      this.#textById.set(id, text)
      this.#textById.set(createHash('sha256').update(text).digest('hex'), text)
      this.#normalizedTexts.add(stripIgnoredCharacters(text))
    }
  }

  /** Finds a document by id, with or without the prefix `sha256:`. */
  findText(id: string): string | undefined {
    return this.#textById.get(id.startsWith('sha256:') ? id.slice('sha256:'.length) : id)
  }

  has(text: string): boolean {
    if (this.#knownTexts.get(text)) return true
    const isKnown = this.#normalizedTexts.has(normalize(text))
    if (isKnown) this.#knownTexts.set(text, true)
    return isKnown
  }
}

function normalize(text: string): string {
  try {
    return stripIgnoredCharacters(text)
  } catch {
    return '' // A text that cannot be parsed matches no document.
  }
}
