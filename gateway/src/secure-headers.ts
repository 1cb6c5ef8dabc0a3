import helmet from '@fastify/helmet'
import type { FastifyInstance } from 'fastify'

/** What browsers are told about every answer: data, to be shown by no page but ours, and nothing to run. */
export async function secureHeaders(app: FastifyInstance): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { 'default-src': ["'none'"], 'frame-ancestors': ["'none'"] },
    },
    frameguard: { action: 'deny' },
    referrerPolicy: { policy: 'no-referrer' },
  })
}
