import type { GraphQLFormattedError } from 'graphql'
import type { Language, Message } from '../language.js'

/** The contract: these codes pass from a subgraph to the client, with the sentence that the subgraph found. */
const SUBGRAPH_CODES = new Set([
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'BAD_USER_INPUT',
  'NOT_FOUND',
  'CONFLICT',
  'INVALID_CREDENTIALS',
  'INVALID_REFRESH_TOKEN',
  'ACCOUNT_INACTIVE',
  'OUTSIDE_SHIFT',
  'RATE_LIMITED',
  'IDEMPOTENCY_KEY_REUSED',
  'PRICE_CHANGED',
  'PRODUCT_UNAVAILABLE',
  'DUPLICATE_SUSPECTED',
  'INSUFFICIENT_DEPOSIT',
  'BILLER_REJECTED',
  'BILLER_UNAVAILABLE',
  'BILLER_CONTRADICTS',
  'INVALID_TRANSITION',
  'SUBGRAPH_UNAVAILABLE',
  'NOT_READY',
  'QUERY_TIMEOUT',
])

/** Codes that the gateway itself gives, with sentences that are already in the caller's language. */
const OWN_CODES = new Set(['UNAUTHENTICATED', 'FORBIDDEN', 'ACCOUNT_INACTIVE', 'RATE_LIMITED', 'OPERATION_NOT_ALLOWED'])

/** What Apollo says about a document or a request before anything runs, in Indonesian. */
const REQUEST_MESSAGES: Readonly<Record<string, Message>> = {
  GRAPHQL_PARSE_FAILED: {
    id: 'Dokumen GraphQL tidak dapat dibaca.',
    en: 'The GraphQL document cannot be read.',
  },
  GRAPHQL_VALIDATION_FAILED: {
    id: 'Dokumen GraphQL tidak sesuai dengan skema.',
    en: 'The GraphQL document does not match the schema.',
  },
  OPERATION_RESOLUTION_FAILURE: {
    id: 'Operasi yang diminta tidak ada di dalam dokumen.',
    en: 'The requested operation is not in the document.',
  },
  PERSISTED_QUERY_NOT_FOUND: {
    id: 'Operasi ini tidak dikenal.',
    en: 'This operation is not known.',
  },
  PERSISTED_QUERY_NOT_SUPPORTED: {
    id: 'Operasi tersimpan tidak didukung.',
    en: 'Persisted operations are not supported.',
  },
  BAD_REQUEST: { id: 'Permintaan GraphQL tidak sah.', en: 'This is no proper GraphQL request.' },
}

const INTERNAL: Message = {
  id: 'Terjadi kesalahan pada sistem. Silakan coba lagi.',
  en: 'Something went wrong on our side. Please try again.',
}

/** Names that travel inside and are nobody's business outside. */
const INSIDE = new Set(['serviceName', 'stacktrace', 'exception', 'http', 'originalError'])

export interface ErrorRules {
  /** In production neither the schema's names nor hints at them leave. */
  isProduction: boolean
}

export interface ErrorReader {
  language: Language
  requestId: string
  /** Told of what is masked. */
  onMasked: (formatted: GraphQLFormattedError) => void
}

/**
 * What the client sees of an error: codes of the contract with a sentence in the caller's language. Whatever else it
 * was goes to the log, and out as INTERNAL_SERVER_ERROR with the request id to quote.
 */
export function clientError(
  formatted: GraphQLFormattedError,
  { isProduction }: ErrorRules,
  { language, requestId, onMasked }: ErrorReader,
): GraphQLFormattedError {
  const extensions = formatted.extensions ?? {}
  const code = String(extensions.code ?? '')
  const path = formatted.path === undefined ? {} : { path: formatted.path }
  const isFromSubgraph = 'serviceName' in extensions
  if (isFromSubgraph ? SUBGRAPH_CODES.has(code) : OWN_CODES.has(code)) {
    return { message: formatted.message, ...path, extensions: withoutInside(extensions) }
  }
  if (!isFromSubgraph && code === 'BAD_USER_INPUT') {
    const place = inputPlace(formatted.message)
    return { message: inputMessage(place, language), extensions: { code, ...(place ? { field: place } : {}) } }
  }
  const request = REQUEST_MESSAGES[code]
  if (!isFromSubgraph && request) {
    const locations = formatted.locations ? { locations: formatted.locations } : {}
    const message = isProduction ? request[language] : withDetail(request[language], formatted.message)
    return { message, ...locations, extensions: { code } }
  }
  onMasked(formatted)
  return { message: INTERNAL[language], ...path, extensions: { code: 'INTERNAL_SERVER_ERROR', requestId } }
}

/** An error of our own making, when there is nothing else to say. */
export function internalError({ language, requestId }: Pick<ErrorReader, 'language' | 'requestId'>) {
  return { message: INTERNAL[language], extensions: { code: 'INTERNAL_SERVER_ERROR', requestId } }
}

/** The same sentence in the other language, for errors that were worded before the language was known. */
export function rewordRequestError(error: GraphQLFormattedError, language: Language): GraphQLFormattedError {
  const request = REQUEST_MESSAGES[String(error.extensions?.code ?? '')]
  if (!request || !error.message.startsWith(request.id)) return error
  return { ...error, message: request[language] + error.message.slice(request.id.length) }
}

function withDetail(sentence: string, detail: string): string {
  return `${sentence} (${detail})`
}

function withoutInside(extensions: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(extensions).filter(([name]) => !INSIDE.has(name)))
}

/** Where in the variables graphql-js refused a value. Its message also quotes the value, which may be a password. */
function inputPlace(message: string): string | undefined {
  return (
    /^Variable "\$[^"]+" got invalid value .* at "([^"]+)";/s.exec(message)?.[1] ??
    /^Variable "\$([^"]+)"/.exec(message)?.[1]
  )
}

function inputMessage(place: string | undefined, language: Language): string {
  if (language === 'en') return place ? `The input "${place}" is not valid.` : 'An input is not valid.'
  return place ? `Masukan "${place}" tidak sah.` : 'Masukan tidak sah.'
}
