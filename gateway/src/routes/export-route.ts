import { readLanguage } from '@setrum/api-contract'
import { type Logger, parseJson } from '@setrum/service-runtime'
import { readText, type SubgraphHttpProxy } from '@setrum/subgraph-client'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Dispatcher } from 'undici'
import { z } from 'zod'
import { type AuthOptions, authenticate, readCredentials } from '../auth/authenticate.js'
import { formatError } from '../errors/format-error.js'
import { formatUnavailableMessage } from '../errors/unavailable-error.js'
import { createClientSignal } from '../pipeline/gateway-context.js'

/** The first row may need a collection scan. Later pauses of this length mean that transactions is stuck. */
const TIMEOUTS = { headersMs: 10_000, bodyIdleMs: 30_000 }

const MAX_ERROR_BYTES = 64 * 1024
const FORWARDED_HEADERS = ['content-type', 'content-disposition', 'cache-control'] as const

export interface ExportRouteOptions {
  proxy: SubgraphHttpProxy
  auth: AuthOptions
  isProduction: boolean
  logger: Logger
}

const PATHS = ['/exports/transactions.csv', '/exports/transactions.xlsx'] as const

/**
 * `GET /exports/transactions.csv` and `.xlsx`: streams an export from transactions with back pressure; the gateway buffers
 * a few kilobytes. Transactions checks the permission.
 */
export function registerExportRoutes(app: FastifyInstance, options: ExportRouteOptions): void {
  for (const path of PATHS) registerExportRoute(app, path, options)
}

function registerExportRoute(app: FastifyInstance, path: (typeof PATHS)[number], options: ExportRouteOptions): void {
  const { proxy, auth, logger } = options
  app.get(path, async (request, reply) => {
    const language = readLanguage(request.headers['accept-language'])
    const { viewer, authError } = authenticate(readCredentials(request), auth)
    if (authError) {
      return reply
        .code(401)
        .send(toErrorBody({ message: authError.message[language], extensions: { code: authError.code } }))
    }
    const signal = createClientSignal(reply)
    try {
      const response = await proxy.forward({
        method: 'GET',
        path: `${path}${readQueryString(request)}`,
        headers: { 'accept-language': language, 'x-request-id': request.id },
        viewer,
        timeouts: TIMEOUTS,
        signal,
      })
      return response.statusCode === 200
        ? streamDownload(response, reply)
        : await sendError(response, { request, reply, options })
    } catch (err) {
      if (signal.aborted) return reply.hijack()
      logger.warn({ event: 'export.unavailable', err, requestId: request.id }, 'the export is unavailable')
      return reply.code(503).send(
        toErrorBody({
          message: formatUnavailableMessage('transactions', language),
          extensions: { code: 'SUBGRAPH_UNAVAILABLE', service: 'transactions' },
        }),
      )
    }
  })
}

function readQueryString({ url }: FastifyRequest): string {
  const start = url.indexOf('?')
  return start === -1 ? '' : url.slice(start)
}

function streamDownload(response: Dispatcher.ResponseData, reply: FastifyReply): FastifyReply {
  for (const name of FORWARDED_HEADERS) {
    const value = response.headers[name]
    if (typeof value === 'string') reply.header(name, value)
  }
  return reply.send(response.body)
}

const errorResponse = z.object({
  errors: z.array(z.object({ message: z.string(), extensions: z.record(z.string(), z.unknown()) })).min(1),
})

/** Errors of the contract keep code and message; the details of other errors go to the log. */
async function sendError(
  response: Dispatcher.ResponseData,
  { request, reply, options }: { request: FastifyRequest; reply: FastifyReply; options: ExportRouteOptions },
): Promise<FastifyReply> {
  const text = await readText(response, MAX_ERROR_BYTES)
  const body = errorResponse.safeParse(parseJson(text))
  const first = body.success ? body.data.errors[0] : undefined
  const error = formatError(
    { message: first?.message ?? '', extensions: { ...first?.extensions, serviceName: 'transactions' } },
    { isProduction: options.isProduction },
    {
      language: readLanguage(request.headers['accept-language']),
      requestId: request.id,
      onMasked: () =>
        options.logger.error(
          { event: 'export.failed', status: response.statusCode, requestId: request.id },
          'the export failed',
        ),
    },
  )
  const isClientError =
    response.statusCode >= 400 && response.statusCode < 500 && error.extensions?.code !== 'INTERNAL_SERVER_ERROR'
  return reply.code(isClientError ? response.statusCode : 502).send(toErrorBody(error))
}

function toErrorBody(error: object): { errors: object[] } {
  return { errors: [error] }
}
