import { randomUUID } from 'node:crypto'
import { HeaderMap } from '@apollo/server'
import {
  type ErrorCode,
  type GatewayErrorCode,
  INTERNAL_ERROR_MESSAGE,
  type Message,
  readLanguage,
} from '@setrum/api-contract'
import type { Logger } from '@setrum/service-runtime'
import type { FastifyInstance } from 'fastify'
import { GraphQLError } from 'graphql'

interface HttpError {
  code: ErrorCode
  message: Message
}

const HTTP_ERRORS: Readonly<Record<number, HttpError>> = {
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
const INTERNAL_ERROR: HttpError = {
  code: 'INTERNAL_SERVER_ERROR',
  message: INTERNAL_ERROR_MESSAGE,
}

/** The id of a client goes into every log, so only harmless characters are accepted. */
export const REQUEST_ID_PATTERN = /^[\w.-]{1,64}$/

/** Formats HTTP errors like GraphQL errors, without internals, and replaces unsafe request ids. */
export function registerHttpErrors(app: FastifyInstance, logger: Logger): void {
  app.addHook('onRequest', (request, reply, done) => {
    if (!REQUEST_ID_PATTERN.test(request.id)) request.id = randomUUID()
    reply.header('x-request-id', request.id)
    done()
  })
  app.setNotFoundHandler(async (request, reply) =>
    reply.code(404).send(createErrorBody(404, request.headers['accept-language'])),
  )
  app.setErrorHandler(async (error: Error & { statusCode?: number }, request, reply) => {
    const status = error.statusCode ?? 500
    if (!HTTP_ERRORS[status])
      logger.error({ event: 'http.request_failed', err: error, requestId: request.id }, 'a request failed')
    const body = createErrorBody(status, request.headers['accept-language'], request.id)
    return reply.code(HTTP_ERRORS[status] || status >= 500 ? status : 400).send(body)
  })
}

/** Creates the response body of an HTTP error. */
export function createErrorBody(status: number, acceptLanguage: string | undefined, requestId?: string) {
  const { code, message } =
    HTTP_ERRORS[status] ?? (status >= 500 ? INTERNAL_ERROR : (HTTP_ERRORS[400] ?? INTERNAL_ERROR))
  const isInternal = code === 'INTERNAL_SERVER_ERROR' && requestId !== undefined
  return {
    errors: [
      { message: message[readLanguage(acceptLanguage)], extensions: { code, ...(isInternal ? { requestId } : {}) } },
    ],
  }
}

/** Creates the GraphQL error of a request that the gateway refuses, with its HTTP status. @param message in the caller's language */
export function createClientError(
  code: GatewayErrorCode,
  message: string,
  {
    status,
    headers = {},
    ...extensions
  }: { status: number; headers?: Readonly<Record<string, string>>; retryAfterSeconds?: number },
): GraphQLError {
  return new GraphQLError(message, {
    extensions: { code, ...extensions, http: { status, headers: new HeaderMap(Object.entries(headers)) } },
  })
}
