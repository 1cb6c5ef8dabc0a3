import type { OperationVariables, TypedDocumentNode } from '@apollo/client'
import type { Language } from '@setrum/api-contract'

declare global {
  interface Window {
    /** The request that the page's HTML has sent (query-preload.tsx), until the first query of the page. */
    preloadedQuery?: { key: string; response: Promise<Response> }
  }
}

/** The id of an operation in the manifest of persisted operations. @throws Error when it has none */
export function documentHash(document: object): string {
  const { __meta__: meta } = document as { __meta__?: { hash: string } }
  if (!meta) throw new Error('an operation that is not in the manifest')
  return meta.hash
}

/** Identifies a query: the operation with its variables. */
export function queryKey(hash: string, variables: unknown): string {
  return JSON.stringify([hash, variables])
}

/** The request of a query, for `fetch`. */
export function preloadRequest<Variables extends OperationVariables>(
  document: TypedDocumentNode<unknown, Variables>,
  variables: Variables,
  locale: Language,
) {
  const persistedQuery = { version: 1, sha256Hash: documentHash(document) }
  return {
    method: 'POST',
    credentials: 'same-origin',
    headers: {
      accept: 'application/graphql-response+json,application/json;q=0.9',
      'accept-language': locale,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ variables, extensions: { persistedQuery } }),
  } as const
}

/**
 * The response to a query that the page's HTML has sent, if it is this one. It is given once: later requests for the
 * same query want newer data.
 */
export function takePreloaded(body: BodyInit | null | undefined): Promise<Response> | undefined {
  const preloaded = window.preloadedQuery
  delete window.preloadedQuery
  if (!preloaded || typeof body !== 'string') return undefined
  const { variables, extensions } = JSON.parse(body)
  const key = queryKey(extensions?.persistedQuery?.sha256Hash, variables)
  return key === preloaded.key ? preloaded.response : undefined
}
