import 'server-only'
import type { TypedDocumentNode } from '@graphql-typed-document-node/core'
import { cookies, headers } from 'next/headers'
import { gatewayUrl } from '@/env'
import manifest from '@/gen/persisted-documents.json'
import { LOCALE_COOKIE, readLocale } from '@/i18n/locale'

/** Argon2 and a busy machine: sign-in may take a while, but nobody looks at a spinner for longer than this. */
const TIMEOUT_MS = 10_000

export interface Refusal {
  code: string
  /** A sentence in the reader's language, from the API. */
  message: string
  /** What else the API says about it, such as when the shift opens. */
  [detail: string]: unknown
}

export type Answer<Data> = { data: Data; refusal?: undefined } | { data?: undefined; refusal: Refusal }

/** Asks the gateway for the browser: sign-in, refresh and sign-out, whose answers the page itself never sees. */
export async function askGateway<Data, Variables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): Promise<Answer<Data>> {
  const incoming = await headers()
  const locale = readLocale((await cookies()).get(LOCALE_COOKIE)?.value)
  try {
    const response = await fetch(`${gatewayUrl()}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'accept-language': locale,
        // Sign-in is throttled by the person's address, not by ours.
        'x-forwarded-for': incoming.get('x-forwarded-for') ?? '127.0.0.1',
      },
      body: JSON.stringify({ query: textOf(document), variables }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
      cache: 'no-store',
    })
    const { data, errors } = (await response.json()) as {
      data?: Data | null
      errors?: { message: string; extensions?: { code?: string } }[]
    }
    const error = errors?.[0]
    if (error) return { refusal: { ...error.extensions, code: error.extensions?.code ?? '', message: error.message } }
    if (!data) return { refusal: unreachable }
    return { data }
  } catch {
    return { refusal: unreachable }
  }
}

const texts: Readonly<Record<string, string>> = manifest

/** The operation's text as the manifest has it: a gateway in production runs no other. */
function textOf(document: object): string | undefined {
  const { __meta__: meta } = document as { __meta__?: { hash: string } }
  return meta && texts[meta.hash]
}

const unreachable: Refusal = { code: 'GATEWAY_UNREACHABLE', message: '' }
