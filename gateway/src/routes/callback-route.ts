import type { Logger } from '@setrum/service-runtime'
import { readText, type SubgraphHttpProxy } from '@setrum/subgraph-client'
import type { FastifyInstance } from 'fastify'
import { createErrorBody } from '../errors/http-errors.js'

/** Request and response have a few hundred bytes. */
const MAX_BYTES = 8 * 1024
/** The biller closes slow connections, and the callback is only a notification. */
const TIMEOUTS = { headersMs: 3_000, bodyIdleMs: 3_000 }

/**
 * `POST /callbacks/iak`: forwards the biller's callback unchanged, because both signatures cover these bytes. Responds
 * 503 when transactions is unavailable, so that the biller may retry.
 */
export function registerCallbackRoute(
  app: FastifyInstance,
  { proxy, logger }: { proxy: SubgraphHttpProxy; logger: Logger },
): void {
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
    scope.post('/callbacks/iak', { bodyLimit: MAX_BYTES }, async (request, reply) => {
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
      try {
        const response = await proxy.forward({
          method: 'POST',
          path: '/callbacks/iak',
          headers: {
            'content-type': request.headers['content-type'] ?? 'application/json',
            'x-forwarded-for': request.ip,
            'x-request-id': request.id,
          },
          body,
          viewer: { role: 'ANONYMOUS', address: request.ip },
          timeouts: TIMEOUTS,
        })
        const text = await readText(response, MAX_BYTES)
        if (response.statusCode >= 500) throw new Error(`transactions responded with status ${response.statusCode}`)
        return reply.code(response.statusCode).type('application/json; charset=utf-8').send(text)
      } catch (err) {
        logger.warn(
          { event: 'biller.callback.forward_failed', err, requestId: request.id },
          "the biller's callback could not be forwarded",
        )
        return reply.code(503).header('retry-after', '5').send(createErrorBody(503, request.headers['accept-language']))
      }
    })
  })
}
