import type { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'

/**
 * Requests that somebody pipelines over one connection are run in turn, as they must be answered in turn anyway: a
 * client with a hundred of them on their way gets no more of this process than one with a single request, and nobody
 * waits for the whole hundred.
 */
export function oneByOne(scope: FastifyInstance): void {
  const last = new WeakMap<Socket, Promise<void>>()
  scope.addHook('onRequest', (request, reply, done) => {
    const { socket } = request.raw
    const before = last.get(socket)
    last.set(
      socket,
      new Promise((resolve) => {
        reply.raw.once('close', resolve)
      }),
    )
    if (before) void before.then(() => done())
    else done()
  })
}
