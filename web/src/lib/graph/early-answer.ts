import type { OperationVariables, TypedDocumentNode } from '@apollo/client'
import type { Locale } from '@/i18n/locale'
import { hashOf } from './document-hash'

declare global {
  interface Window {
    /** What the page's HTML has asked already (see ask-early.tsx), until somebody asks anything. */
    askedEarly?: { question: string; answer: Promise<Response> }
  }
}

/** A question of the page, as text: which operation, with what. */
export function questionOf(hash: string, variables: unknown): string {
  return JSON.stringify([hash, variables])
}

/** The request that asks it, for `fetch`. */
export function earlyRequest<Variables extends OperationVariables>(
  document: TypedDocumentNode<unknown, Variables>,
  variables: Variables,
  locale: Locale,
) {
  const persistedQuery = { version: 1, sha256Hash: hashOf(document) }
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

/** The answer to the page's first question, if that is what was asked early. Given once: it is of the page's beginning. */
export function takeEarlyAnswer(body: BodyInit | null | undefined): Promise<Response> | undefined {
  const asked = window.askedEarly
  delete window.askedEarly
  if (!asked || typeof body !== 'string') return undefined
  const { variables, extensions } = JSON.parse(body)
  return questionOf(extensions?.persistedQuery?.sha256Hash, variables) === asked.question ? asked.answer : undefined
}
