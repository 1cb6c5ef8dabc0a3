import type { DocumentNode } from 'graphql'
import { LRUCache } from 'lru-cache'

/** As many entries as cached plans, limited in bytes: the web app's documents take less than one million. */
const MAX_DOCUMENTS = 1_000
const MAX_BYTES = 16_000_000
/** Measured: a token with its share of AST nodes and locations. */
const BYTES_PER_TOKEN = 500

/** Parsed and valid documents of Apollo Server. Its own store does not count the memory of tokens and comments. */
export class DocumentStore {
  readonly #documents = new LRUCache<string, DocumentNode>({
    max: MAX_DOCUMENTS,
    maxSize: MAX_BYTES,
    sizeCalculation: estimateSizeBytes,
  })

  async get(key: string): Promise<DocumentNode | undefined> {
    return this.#documents.get(key)
  }

  async set(key: string, document: DocumentNode): Promise<void> {
    this.#documents.set(key, document)
  }

  async delete(key: string): Promise<boolean> {
    return this.#documents.delete(key)
  }
}

/** Approximate memory of a parsed document. Comments are tokens too, and the parser's limit does not count them. */
function estimateSizeBytes({ loc }: DocumentNode): number {
  let tokens = 1
  for (let token = loc?.startToken; token; token = token.next ?? undefined) tokens += 1
  return 2 * (loc?.source.body.length ?? 0) + BYTES_PER_TOKEN * tokens
}
