import type { FastifyReply } from 'fastify'

/**
 * Aborted when the client leaves before its response is complete. (Node closes a request once its body is read, so
 * Fastify's `request.signal` does not tell.)
 */
export function createClientSignal({ raw, request }: FastifyReply): AbortSignal {
  const controller = new AbortController()
  if (request.raw.socket.destroyed) controller.abort()
  raw.once('close', () => {
    if (!raw.writableEnded) controller.abort()
  })
  return controller.signal
}
