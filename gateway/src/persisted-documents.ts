import { createHash } from 'node:crypto'
import { stripIgnoredCharacters } from 'graphql'
import { LRUCache } from 'lru-cache'

/**
 * The operations that clients are known to send, by id and by text. Ids are what the manifest says they are, and the
 * text's sha256; a text is the same whatever its white space.
 */
export class PersistedDocuments {
  readonly #textOf = new Map<string, string>()
  readonly #texts = new Set<string>()
  readonly #seen = new LRUCache<string, boolean>({ max: 2_000 })

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
    const seen = this.#seen.get(text)
    if (seen !== undefined) return seen
    const isKnown = this.#texts.has(stripped(text))
    this.#seen.set(text, isKnown)
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
