import type { Logger } from '@setrum/service-runtime'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Dispatcher } from 'undici'
import { z } from 'zod'
import { type AuthOptions, callerOf } from '../auth/authenticate.js'
import { credentialsOf } from '../auth/credentials.js'
import { clientError } from '../errors/format-error.js'
import { unavailableMessage } from '../errors/unavailable-error.js'
import { languageOf } from '../language.js'
import type { Forwarder } from '../upstream/subgraph-proxy.js'

/** The first row may need a scan; after that no pause is this long unless transactions is stuck. */
const TIMEOUTS = { headersMs: 10_000, pauseMs: 30_000 }

const PASSED_HEADERS = ['content-type', 'content-disposition', 'cache-control'] as const

export interface ExportRouteOptions {
  forwarder: Forwarder
  auth: AuthOptions
  isProduction: boolean
  logger: Logger
}

/**
 * `GET /exports/transactions.csv`: an admin's download, row by row as transactions reads it and as fast as the person
 * takes it; the gateway holds a few kilobytes of it. Who may have it is decided in transactions.
 */
export function exportRoute(app: FastifyInstance, options: ExportRouteOptions): void {
  const { forwarder, auth, logger } = options
  app.get('/exports/transactions.csv', async (request, reply) => {
    const language = languageOf(request.headers['accept-language'])
    const { viewer, refusal } = callerOf(credentialsOf(request), auth)
    if (refusal) {
      return reply.code(401).send(errorBody({ message: refusal.message[language], extensions: { code: refusal.code } }))
    }
    try {
      const answer = await forwarder.forward({
        method: 'GET',
        path: `/exports/transactions.csv${queryOf(request)}`,
        headers: { 'accept-language': language, 'x-request-id': request.id },
        viewer,
        timeouts: TIMEOUTS,
      })
      return answer.statusCode === 200 ? passOn(answer, reply) : await refuse(answer, { request, reply, options })
    } catch (err) {
      logger.warn({ err, requestId: request.id }, 'the export could not be had')
      return reply.code(503).send(
        errorBody({
          message: unavailableMessage('transactions', language),
          extensions: { code: 'SUBGRAPH_UNAVAILABLE', service: 'transactions' },
        }),
      )
    }
  })
}

function queryOf({ url }: FastifyRequest): string {
  const start = url.indexOf('?')
  return start === -1 ? '' : url.slice(start)
}

function passOn(answer: Dispatcher.ResponseData, reply: FastifyReply): FastifyReply {
  for (const name of PASSED_HEADERS) {
    const value = answer.headers[name]
    if (typeof value === 'string') reply.header(name, value)
  }
  return reply.send(answer.body)
}

const refusalBody = z.object({
  errors: z.array(z.object({ message: z.string(), extensions: z.record(z.string(), z.unknown()) })).min(1),
})

/** A refusal has a code and a sentence like every other; whatever else it is stays in the log. */
async function refuse(
  answer: Dispatcher.ResponseData,
  { request, reply, options }: { request: FastifyRequest; reply: FastifyReply; options: ExportRouteOptions },
): Promise<FastifyReply> {
  const text = await answer.body.text()
  const body = refusalBody.safeParse(parse(text))
  const first = body.success ? body.data.errors[0] : undefined
  const error = clientError(
    { message: first?.message ?? '', extensions: { ...first?.extensions, serviceName: 'transactions' } },
    { isProduction: options.isProduction },
    {
      language: languageOf(request.headers['accept-language']),
      requestId: request.id,
      onMasked: () => options.logger.error({ status: answer.statusCode, requestId: request.id }, 'the export failed'),
    },
  )
  const isClients =
    answer.statusCode >= 400 && answer.statusCode < 500 && error.extensions?.code !== 'INTERNAL_SERVER_ERROR'
  return reply.code(isClients ? answer.statusCode : 502).send(errorBody(error))
}

function errorBody(error: object): { errors: object[] } {
  return { errors: [error] }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
