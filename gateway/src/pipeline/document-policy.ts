import type { Message } from '@setrum/api-contract'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { PersistedDocuments } from './persisted-documents.js'

export interface DocumentPolicy {
  documents: PersistedDocuments
  /** True when only persisted documents may run. */
  isEnforced: boolean
}

export interface DocumentPolicyError {
  code: 'PERSISTED_QUERY_NOT_FOUND' | 'OPERATION_NOT_ALLOWED'
  message: Message
}

const NOT_FOUND: DocumentPolicyError = {
  code: 'PERSISTED_QUERY_NOT_FOUND',
  message: { id: 'Operasi ini tidak dikenal.', en: 'This operation is not known.' },
}
const NOT_ALLOWED: DocumentPolicyError = {
  code: 'OPERATION_NOT_ALLOWED',
  message: {
    id: 'Hanya operasi yang terdaftar yang dilayani di sini.',
    en: 'Only registered operations are served here.',
  },
}

const requestSchema = z.looseObject({
  query: z.string().optional(),
  documentId: z.string().optional(),
  extensions: z.looseObject({ persistedQuery: z.looseObject({ sha256Hash: z.string() }).optional() }).nullish(),
})

/**
 * Replaces a document id by its text, and rejects documents that may not run.
 * @returns the error, or null
 */
export function applyDocumentPolicy(
  request: FastifyRequest,
  { documents, isEnforced }: DocumentPolicy,
): DocumentPolicyError | null {
  const parsed = requestSchema.safeParse(request.method === 'GET' ? request.query : request.body)
  if (!parsed.success) return isEnforced ? NOT_ALLOWED : null // Apollo Server explains the error.
  const { documentId, extensions, ...rest } = parsed.data
  const { persistedQuery, ...otherExtensions } = extensions ?? {}
  const id = documentId ?? persistedQuery?.sha256Hash
  if (id !== undefined && request.method === 'POST') {
    const text = documents.findText(id)
    if (text === undefined) return NOT_FOUND
    request.body = { ...rest, query: text, extensions: otherExtensions }
    return null
  }
  return isEnforced && !(rest.query !== undefined && documents.has(rest.query)) ? NOT_ALLOWED : null
}
