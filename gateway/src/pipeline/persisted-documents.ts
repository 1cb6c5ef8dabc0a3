import { createHash } from 'node:crypto'
import { stripIgnoredCharacters } from 'graphql'
import { LRUCache } from 'lru-cache'

/** In bytes, so that nobody fills the memory with comments: the web app's own texts have some 25,000. */
const KNOWN_TEXTS_KEPT = 4_000_000

/**
 * The operations that clients are known to send, by id and by text. Ids are what the manifest says they are, and the
 * text's sha256; a text is the same whatever its white space.
 */
export class PersistedDocuments {
  readonly #textOf = new Map<string, string>()
  readonly #texts = new Set<string>()
  /** Texts as they were sent that are known, so that each is read once. What is not known is not worth the memory. */
  readonly #known = new LRUCache<string, true>({
    maxSize: KNOWN_TEXTS_KEPT,
    sizeCalculation: (_known, text) => 2 * text.length,
  })

  constructor(manifest: Readonly<Record<string, string>>) {
    for (const [id, text] of Object.entries(manifest)) {
      this.#textOf.set(id, text)
      this.#textOf.set(createHash('sha256').update(text).digest('hex'), text)
      this.#texts.add(stripIgnoredCharacters(text))
    }
  }

  /** The operation with an id, with or without `sha256:` before it. */
  textOf(id: string): string | undefined {
    return this.#textOf.get(id.startsWith('sha256:') ? id.slice('sha256:'.length) : id)
  }

  has(text: string): boolean {
    if (this.#known.get(text)) return true
    const isKnown = this.#texts.has(stripped(text))
    if (isKnown) this.#known.set(text, true)
    return isKnown
  }
}

function stripped(text: string): string {
  try {
    return stripIgnoredCharacters(text)
  } catch {
    return '' // What cannot be read is not in the manifest.
  }
}
