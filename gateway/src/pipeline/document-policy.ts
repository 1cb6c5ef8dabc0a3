import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Message } from '../language.js'
import type { PersistedDocuments } from './persisted-documents.js'

export interface DocumentPolicy {
  documents: PersistedDocuments
  /** Whether nothing but these is run. */
  isExclusive: boolean
}

export interface DocumentRefusal {
  code: 'PERSISTED_QUERY_NOT_FOUND' | 'OPERATION_NOT_ALLOWED'
  message: Message
}

const NOT_FOUND: DocumentRefusal = {
  code: 'PERSISTED_QUERY_NOT_FOUND',
  message: { id: 'Operasi ini tidak dikenal.', en: 'This operation is not known.' },
}
const NOT_ALLOWED: DocumentRefusal = {
  code: 'OPERATION_NOT_ALLOWED',
  message: {
    id: 'Hanya operasi yang terdaftar yang dilayani di sini.',
    en: 'Only registered operations are served here.',
  },
}

const named = z.looseObject({
  query: z.string().optional(),
  documentId: z.string().optional(),
  extensions: z.looseObject({ persistedQuery: z.looseObject({ sha256Hash: z.string() }).optional() }).nullish(),
})

/**
 * Puts the text in the place of an operation's id, and refuses what may not be run.
 * @returns why it is refused, or null
 */
export function applyDocumentPolicy(
  request: FastifyRequest,
  { documents, isExclusive }: DocumentPolicy,
): DocumentRefusal | null {
  const asked = named.safeParse(request.method === 'GET' ? request.query : request.body)
  if (!asked.success) return isExclusive ? NOT_ALLOWED : null // Apollo says what is wrong with it.
  const { documentId, extensions, ...rest } = asked.data
  const { persistedQuery, ...otherExtensions } = extensions ?? {}
  const id = documentId ?? persistedQuery?.sha256Hash
  if (id !== undefined && request.method === 'POST') {
    const text = documents.textOf(id)
    if (text === undefined) return NOT_FOUND
    request.body = { ...rest, query: text, extensions: otherExtensions }
    return null
  }
  return isExclusive && !(rest.query !== undefined && documents.has(rest.query)) ? NOT_ALLOWED : null
}
