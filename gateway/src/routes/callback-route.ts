import type { Logger } from '@setrum/service-runtime'
import type { FastifyInstance } from 'fastify'
import { faultBody } from '../errors/http-errors.js'
import type { Forwarder } from '../upstream/subgraph-proxy.js'

/** The biller sends a few hundred bytes. */
const MAX_BYTES = 8 * 1024
/** The biller hangs up when it has to wait, and it is only a doorbell. */
const TIMEOUTS = { headersMs: 3_000, pauseMs: 3_000 }

/**
 * `POST /callbacks/iak`: the biller's callback, passed on byte by byte, because its signature and ours are over these
 * bytes. 503 when transactions does not answer, so that the biller may ring again.
 */
export function callbackRoute(
  app: FastifyInstance,
  { forwarder, logger }: { forwarder: Forwarder; logger: Logger },
): void {
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
    scope.post('/callbacks/iak', { bodyLimit: MAX_BYTES }, async (request, reply) => {
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
      try {
        const answer = await forwarder.forward({
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
        const text = await answer.body.text()
        if (answer.statusCode >= 500) throw new Error(`transactions answered ${answer.statusCode}`)
        return reply.code(answer.statusCode).type('application/json; charset=utf-8').send(text)
      } catch (err) {
        logger.warn({ err, requestId: request.id }, "the biller's callback could not be passed on")
        return reply.code(503).header('retry-after', '5').send(faultBody(503, request.headers['accept-language']))
      }
    })
  })
}
