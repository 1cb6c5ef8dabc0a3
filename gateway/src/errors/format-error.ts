import {
  INTERNAL_ERROR_MESSAGE,
  isGatewayErrorCode,
  isRequestErrorCode,
  isSubgraphErrorCode,
  type Language,
  type Message,
  type RequestErrorCode,
} from '@setrum/api-contract'
import type { GraphQLFormattedError } from 'graphql'
import { z } from 'zod'

/** Translations of Apollo Server's request errors. */
const REQUEST_MESSAGES: Readonly<Record<RequestErrorCode, Message>> = {
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
  PERSISTED_QUERY_NOT_SUPPORTED: {
    id: 'Operasi tersimpan tidak didukung.',
    en: 'Persisted operations are not supported.',
  },
  BAD_REQUEST: { id: 'Permintaan GraphQL tidak sah.', en: 'This is no proper GraphQL request.' },
}

/** Extensions that never leave the gateway. */
const INTERNAL_EXTENSIONS = new Set(['serviceName', 'stacktrace', 'exception', 'http', 'originalError'])

export interface ErrorFormatOptions {
  /** In production, messages reveal no schema names. */
  isProduction: boolean
}

export interface ErrorFormatContext {
  language: Language
  requestId: string
  /** Receives every error that is masked, for the log. */
  onMasked: (formatted: GraphQLFormattedError) => void
}

/**
 * Formats an error for the client. Codes of the contract keep their message. All other errors become
 * INTERNAL_SERVER_ERROR with the request id; the cause goes to the log.
 */
export function formatError(
  formatted: GraphQLFormattedError,
  { isProduction }: ErrorFormatOptions,
  { language, requestId, onMasked }: ErrorFormatContext,
): GraphQLFormattedError {
  const extensions = formatted.extensions ?? {}
  const code = String(extensions.code ?? '')
  const path = formatted.path === undefined ? {} : { path: formatted.path }
  const isFromSubgraph = 'serviceName' in extensions
  if (isFromSubgraph ? isSubgraphErrorCode(code) : isGatewayErrorCode(code)) {
    return { message: formatted.message, ...path, extensions: removeInternalExtensions(extensions) }
  }
  if (!isFromSubgraph && code === 'BAD_USER_INPUT') {
    const input = inputExtensions.safeParse(extensions).data ?? {}
    return {
      message: formatInputMessage(input, language),
      extensions: { code, ...(input.field && { field: input.field }) },
    }
  }
  if (!isFromSubgraph && isRequestErrorCode(code)) {
    const request = REQUEST_MESSAGES[code]
    const locations = formatted.locations ? { locations: formatted.locations } : {}
    const message = isProduction ? request[language] : appendDetail(request[language], formatted.message)
    return { message, ...locations, extensions: { code } }
  }
  onMasked(formatted)
  return {
    message: INTERNAL_ERROR_MESSAGE[language],
    ...path,
    extensions: { code: 'INTERNAL_SERVER_ERROR', requestId },
  }
}

function appendDetail(message: string, detail: string): string {
  return `${message} (${detail})`
}

function removeInternalExtensions(extensions: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(extensions).filter(([name]) => !INTERNAL_EXTENSIONS.has(name)))
}

/** `reason` is ours. The message of graphql-js quotes the value, which may be a password. */
const inputExtensions = z.object({
  field: z.string().optional(),
  reason: z.object({ id: z.string(), en: z.string() }).optional(),
})

function formatInputMessage({ field, reason }: z.infer<typeof inputExtensions>, language: Language): string {
  const [en, id] = field
    ? [`The input "${field}" is not valid.`, `Masukan "${field}" tidak sah.`]
    : ['An input is not valid.', 'Masukan tidak sah.']
  const message = language === 'en' ? en : id
  return reason ? `${message} ${reason[language]}` : message
}
