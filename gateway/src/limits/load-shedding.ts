import underPressure from '@fastify/under-pressure'
import type { FastifyInstance } from 'fastify'
import { createErrorBody } from '../errors/http-errors.js'

/** Beyond this delay, accepting more requests only makes all of them late. */
const MAX_EVENT_LOOP_DELAY_MS = 1_000

/**
 * Load shedding: responds 503 to the requests of a scope while the event loop is delayed. Health endpoints are outside
 * of the scope and remain reachable. The plugin samples the delay; it does not queue requests.
 */
export async function registerLoadShedding(scope: FastifyInstance): Promise<void> {
  await scope.register(underPressure, {
    maxEventLoopDelay: MAX_EVENT_LOOP_DELAY_MS,
    retryAfter: 2,
    pressureHandler: async (request, reply) => {
      await reply.code(503).header('retry-after', '2').send(createErrorBody(503, request.headers['accept-language']))
    },
  })
}
