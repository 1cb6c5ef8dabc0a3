import 'server-only'
import type { TypedDocumentNode } from '@graphql-typed-document-node/core'
import { type ErrorCode, readLanguage } from '@setrum/api-contract'
import { cookies, headers } from 'next/headers'
import { gatewayUrl } from '@/env'
import manifest from '@/gen/persisted-documents.json'
import { LOCALE_COOKIE } from '@/i18n/locale'
import { readErrorCode } from '@/lib/error-code'
import { logger } from '@/lib/logger'

/** Sign-in hashes a password, which is slow on a busy machine. */
const TIMEOUT_MS = 10_000

export interface ApiError {
  /** Null for a code that this app does not know. */
  code: ErrorCode | 'GATEWAY_UNREACHABLE' | null
  /** A message from the API in the user's language; empty when the gateway is unreachable. */
  message: string
  /** Further extensions of the error, such as `opensAt`. */
  [detail: string]: unknown
}

export type ServerResult<Data> = { data: Data; apiError?: undefined } | { data?: undefined; apiError: ApiError }

/** Sends an operation from this server to the gateway, for route handlers whose response the page must not see. */
export async function serverFetch<Data, Variables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): Promise<ServerResult<Data>> {
  const incoming = await headers()
  const locale = readLanguage((await cookies()).get(LOCALE_COOKIE)?.value)
  try {
    const response = await fetch(`${gatewayUrl()}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'accept-language': locale,
        // The gateway limits sign-in attempts by the browser's address, not by ours.
        'x-forwarded-for': incoming.get('x-forwarded-for') ?? '127.0.0.1',
      },
      body: JSON.stringify({ query: textOf(document), variables }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
      cache: 'no-store',
    })
    const { data, errors } = (await response.json()) as {
      data?: Data | null
      errors?: { message: string; extensions?: Record<string, unknown> }[]
    }
    const error = errors?.[0]
    if (error)
      return { apiError: { ...error.extensions, code: readErrorCode(error.extensions?.code), message: error.message } }
    if (data) return { data }
    throw new Error(`the gateway returned neither data nor errors, with status ${response.status}`)
  } catch (error) {
    logger.warn({ event: 'web.gateway_unreachable', err: error }, 'no usable response from the gateway')
    return { apiError: { code: 'GATEWAY_UNREACHABLE', message: '' } }
  }
}

const texts: Readonly<Record<string, string>> = manifest

/** The text in the manifest: a gateway in production runs no other operations. */
function textOf(document: object): string | undefined {
  const { __meta__: meta } = document as { __meta__?: { hash: string } }
  return meta && texts[meta.hash]
}
