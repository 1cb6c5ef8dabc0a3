import { randomUUID } from 'node:crypto'
import type { Logger } from '@setrum/service-runtime'
import type { FastifyInstance } from 'fastify'
import { languageOf, type Message } from '../language.js'

interface HttpFault {
  code: string
  message: Message
}

const FAULTS: Readonly<Record<number, HttpFault>> = {
  400: { code: 'BAD_REQUEST', message: { id: 'Permintaan tidak dapat dibaca.', en: 'The request cannot be read.' } },
  404: { code: 'NOT_FOUND', message: { id: 'Alamat ini tidak ada.', en: 'There is nothing at this address.' } },
  405: { code: 'BAD_REQUEST', message: { id: 'Metode ini tidak didukung.', en: 'This method is not supported.' } },
  413: { code: 'BAD_REQUEST', message: { id: 'Permintaan terlalu besar.', en: 'The request is too large.' } },
  415: {
    code: 'BAD_REQUEST',
    message: { id: 'Jenis isi ini tidak didukung.', en: 'This content type is not supported.' },
  },
  429: { code: 'RATE_LIMITED', message: { id: 'Terlalu banyak permintaan.', en: 'There are too many requests.' } },
  503: {
    code: 'OVERLOADED',
    message: {
      id: 'Sistem sedang sibuk. Coba lagi sebentar lagi.',
      en: 'The system is busy. Please try again in a moment.',
    },
  },
}
const INTERNAL: HttpFault = {
  code: 'INTERNAL_SERVER_ERROR',
  message: {
    id: 'Terjadi kesalahan pada sistem. Silakan coba lagi.',
    en: 'Something went wrong on our side. Please try again.',
  },
}

/** An id that a client brings goes through all logs, so only what looks like one is taken. */
export const REQUEST_ID = /^[\w.-]{1,64}$/

/** Faults of HTTP itself, in the same shape as all other errors and as silent; and request ids that are ids. */
export function httpErrors(app: FastifyInstance, logger: Logger): void {
  app.addHook('onRequest', async (request, reply) => {
    if (!REQUEST_ID.test(request.id)) request.id = randomUUID()
    reply.header('x-request-id', request.id)
  })
  app.setNotFoundHandler(async (request, reply) =>
    reply.code(404).send(faultBody(404, request.headers['accept-language'])),
  )
  app.setErrorHandler(async (error: Error & { statusCode?: number }, request, reply) => {
    const status = error.statusCode ?? 500
    if (!FAULTS[status]) logger.error({ err: error, requestId: request.id }, 'a request failed')
    const body = faultBody(status, request.headers['accept-language'], request.id)
    return reply.code(FAULTS[status] || status >= 500 ? status : 400).send(body)
  })
}

/** A GraphQL-shaped body for a fault of HTTP. */
export function faultBody(status: number, acceptLanguage: string | undefined, requestId?: string) {
  const { code, message } = FAULTS[status] ?? (status >= 500 ? INTERNAL : (FAULTS[400] ?? INTERNAL))
  const isOurs = code === 'INTERNAL_SERVER_ERROR' && requestId !== undefined
  return {
    errors: [{ message: message[languageOf(acceptLanguage)], extensions: { code, ...(isOurs ? { requestId } : {}) } }],
  }
}
