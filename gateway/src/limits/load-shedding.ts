import underPressure from '@fastify/under-pressure'
import type { FastifyInstance } from 'fastify'
import { faultBody } from '../errors/http-errors.js'

/** A process that is this far behind serves nobody well by taking more. */
const MAX_EVENT_LOOP_DELAY_MS = 1_000

/** Turns requests of a scope away with 503 while the process cannot keep up; health stays reachable outside of it. */
export async function relievePressure(scope: FastifyInstance): Promise<void> {
  await scope.register(underPressure, {
    maxEventLoopDelay: MAX_EVENT_LOOP_DELAY_MS,
    retryAfter: 2,
    pressureHandler: async (request, reply) => {
      await reply.code(503).header('retry-after', '2').send(faultBody(503, request.headers['accept-language']))
    },
  })
}
