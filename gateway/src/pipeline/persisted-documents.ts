import { createHash } from 'node:crypto'
import type { ApolloServerPlugin } from '@apollo/server'
import type { Language, Message } from '@setrum/api-contract'
import { stripIgnoredCharacters } from 'graphql'
import { LRUCache } from 'lru-cache'
import { z } from 'zod'
import { createClientError } from '../errors/http-errors.js'
import type { GatewayContext } from './gateway-context.js'

/** In bytes, because comments make texts of any size; the web app's documents have 25 kB. */
const MAX_CACHED_TEXT_BYTES = 4_000_000

const NOT_FOUND: Message = { id: 'Operasi ini tidak dikenal.', en: 'This operation is not known.' }
const NOT_ALLOWED: Message = {
  id: 'Hanya operasi yang terdaftar yang dilayani di sini.',
  en: 'Only registered operations are served here.',
}

const requestSchema = z.looseObject({
  query: z.string().optional(),
  documentId: z.string().optional(),
  extensions: z.looseObject({ persistedQuery: z.looseObject({ sha256Hash: z.string() }).optional() }).nullish(),
})

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

  /**
   * Finds the text of the document that a request names by id. Called before the request is parsed.
   * @param isEnforced true when only persisted documents may run
   * @returns null when the request sends its own text
   * @throws GraphQLError for an unknown id, and for a text that may not run
   */
  resolve(
    { method, query, body }: { method: string; query: unknown; body: unknown },
    { isEnforced, language }: { isEnforced: boolean; language: Language },
  ): string | null {
    const parsed = requestSchema.safeParse(method === 'GET' ? query : body)
    const { documentId, extensions, query: text } = parsed.data ?? {}
    const id = method === 'POST' ? (documentId ?? extensions?.persistedQuery?.sha256Hash) : undefined
    if (id !== undefined) {
      const persisted = this.findText(id)
      if (persisted === undefined)
        throw createClientError('PERSISTED_QUERY_NOT_FOUND', NOT_FOUND[language], { status: 400 })
      return persisted
    }
    if (isEnforced && !(text !== undefined && this.has(text)))
      throw createClientError('OPERATION_NOT_ALLOWED', NOT_ALLOWED[language], { status: 400 })
    // Apollo Server explains an invalid request.
    return null
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

/** Runs the text of the document that the request names by id. */
export function applyPersistedDocument(): ApolloServerPlugin<GatewayContext> {
  return {
    requestDidStart: async ({ request, contextValue: { persistedDocument } }) => {
      if (persistedDocument === null) return
      request.query = persistedDocument
      const { persistedQuery: _id, ...extensions } = request.extensions ?? {}
      request.extensions = extensions
    },
  }
}

function normalize(text: string): string {
  try {
    return stripIgnoredCharacters(text)
  } catch {
    return '' // A text that cannot be parsed matches no document.
  }
}
