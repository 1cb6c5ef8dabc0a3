import type { Viewer } from '@setrum/identity'
import { type DocumentNode, type FragmentDefinitionNode, Kind, type OperationDefinitionNode } from 'graphql'
import type { ClientResponse } from '../degradation/client-response.js'

/** Fields that change with every sale or payment; they are never served from the cache. */
const UNCACHEABLE_FIELDS = new Set(['transaction', 'inquirePrepaidCustomer', 'billerBalance'])
/** More than the pages that the users of one shop have open; the oldest entries are evicted. */
const MAX_ENTRIES = 500

export interface CacheableRequest {
  viewer: Viewer
  language: string
  document: DocumentNode
  operationName: string | null | undefined
  variables: unknown
}

interface CacheEntry {
  response: Promise<ClientResponse>
  /** `performance.now()` at expiry; infinite while the request is in flight. */
  expiresAtMs: number
}

/**
 * Response cache with request coalescing. Equal queries of one user in one session share a single execution, and a
 * complete response is served until it expires. Any mutation through this process clears the cache, so that a query
 * after a mutation never returns older data.
 */
export class ResponseCache {
  readonly #ttlMs: number
  readonly #entries = new Map<string, CacheEntry>()
  readonly #operationInfo = new WeakMap<DocumentNode, Map<string, OperationInfo>>()
  readonly #documentNumbers = new WeakMap<DocumentNode, number>()
  #lastDocumentNumber = 0

  /** @param ttlMs 0 disables cache and coalescing */
  constructor(ttlMs: number) {
    this.#ttlMs = ttlMs
  }

  /** Returns a cached or in-flight response, or runs the operation. */
  async execute(request: CacheableRequest, run: () => Promise<ClientResponse>): Promise<ClientResponse> {
    if (this.#ttlMs === 0) return run()
    const { kind, isCacheable } = this.#getOperationInfo(request)
    if (kind === 'mutation') return this.#runMutation(run)
    const key = this.#toCacheKey(request)
    if (key === null) return run()
    const cached = this.#entries.get(key)
    if (cached && cached.expiresAtMs > performance.now()) return cached.response
    return this.#runQuery(key, isCacheable ? this.#ttlMs : 0, run)
  }

  async #runMutation(run: () => Promise<ClientResponse>): Promise<ClientResponse> {
    this.#entries.clear()
    try {
      return await run()
    } finally {
      // Queries that ran during the mutation may have read older data.
      this.#entries.clear()
    }
  }

  async #runQuery(key: string, ttlMs: number, run: () => Promise<ClientResponse>): Promise<ClientResponse> {
    const startedAt = performance.now()
    this.#evictExpired(startedAt)
    const entry: CacheEntry = { response: run(), expiresAtMs: Number.POSITIVE_INFINITY }
    this.#entries.set(key, entry)
    try {
      const response = await entry.response
      entry.expiresAtMs = response.errors || response.extensions ? 0 : startedAt + ttlMs
      return response
    } finally {
      if (!Number.isFinite(entry.expiresAtMs)) entry.expiresAtMs = 0
    }
  }

  #evictExpired(now: number): void {
    for (const [key, { expiresAtMs }] of this.#entries) {
      if (expiresAtMs > now && this.#entries.size < MAX_ENTRIES) return
      this.#entries.delete(key)
    }
  }

  /** Returns null for anonymous callers, whose queries are not cached. */
  #toCacheKey({ viewer, language, document, operationName, variables }: CacheableRequest): string | null {
    if (!('userId' in viewer)) return null
    const shift = viewer.role === 'EMPLOYEE' ? viewer.shiftId : ''
    const caller = `${viewer.userId} ${viewer.sessionId} ${viewer.role} ${shift} ${language}`
    return `${caller} ${this.#getDocumentNumber(document)} ${operationName ?? ''} ${JSON.stringify(variables ?? {})}`
  }

  /** Equal texts share one document while it stays in the document cache. */
  #getDocumentNumber(document: DocumentNode): number {
    const cached = this.#documentNumbers.get(document)
    if (cached !== undefined) return cached
    this.#lastDocumentNumber += 1
    this.#documentNumbers.set(document, this.#lastDocumentNumber)
    return this.#lastDocumentNumber
  }

  #getOperationInfo({ document, operationName }: CacheableRequest): OperationInfo {
    const name = operationName ?? ''
    const infoByName = this.#operationInfo.get(document) ?? new Map<string, OperationInfo>()
    const cached = infoByName.get(name)
    if (cached) return cached
    const info = readOperationInfo(document, name)
    this.#operationInfo.set(document, infoByName.set(name, info))
    return info
  }
}

interface OperationInfo {
  kind: 'query' | 'mutation'
  isCacheable: boolean
}

function readOperationInfo(document: DocumentNode, name: string): OperationInfo {
  const fragments = new Map<string, FragmentDefinitionNode>()
  const operations: OperationDefinitionNode[] = []
  for (const node of document.definitions) {
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node)
    else if (node.kind === Kind.OPERATION_DEFINITION) operations.push(node)
  }
  const selected = operations.filter((one) => name === '' || one.name?.value === name)
  if (selected.some(({ operation }) => operation !== 'query')) return { kind: 'mutation', isCacheable: false }
  const fields = selected.flatMap((one) => listRootFields(one, fragments))
  return { kind: 'query', isCacheable: !fields.some((field) => UNCACHEABLE_FIELDS.has(field)) }
}

function listRootFields(
  { selectionSet }: Pick<OperationDefinitionNode, 'selectionSet'>,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): string[] {
  return selectionSet.selections.flatMap((selection): string[] => {
    if (selection.kind === Kind.FIELD) return [selection.name.value]
    const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection
    return fragment ? listRootFields(fragment, fragments) : []
  })
}
