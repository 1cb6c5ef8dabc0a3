import type { FastifyInstance } from 'fastify'
import helmet from 'helmet'

/** What browsers are told about every answer: data, to be shown by no page but ours, and nothing to run. */
export function secureHeaders(app: FastifyInstance): void {
  // Prepared once; Fastify's plugin for it prepares the same headers anew for each request.
  const setHeaders = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { 'default-src': ["'none'"], 'frame-ancestors': ["'none'"] },
    },
    frameguard: { action: 'deny' },
    referrerPolicy: { policy: 'no-referrer' },
  })
  app.addHook('onRequest', (request, reply, done) => {
    setHeaders(request.raw, reply.raw, () => done())
  })
}
