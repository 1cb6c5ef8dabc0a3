import { AsyncResource } from 'node:async_hooks'
import type { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'

/**
 * Requests started per turn of the event loop. Node accepts one new connection per turn: without a limit, the last of a
 * thousand simultaneous connections would wait a minute.
 */
const STARTS_PER_TURN = 2

/**
 * Fair queueing between connections: the pipelined requests of one connection start one at a time, since HTTP requires
 * responses in order, and connections take turns. A client with a hundred pipelined requests gets no larger share than
 * one with a single request. Requests of a closed connection are never started. Register it before other hooks.
 */
export function registerFairQueueing(app: FastifyInstance): void {
  const waiting = new WeakMap<Socket, (() => void)[]>()
  /** Connections with a waiting request, in the order of their last responses. */
  let ready: Socket[] = []

  const startNext = () => {
    const sockets = ready.slice(0, STARTS_PER_TURN)
    ready = ready.slice(STARTS_PER_TURN)
    if (ready.length > 0) setImmediate(startNext)
    for (const socket of sockets) {
      if (socket.destroyed) waiting.delete(socket)
      else waiting.get(socket)?.shift()?.()
    }
  }

  app.addHook('onRequest', ({ raw: { socket } }, reply, done) => {
    const start = () => {
      reply.raw.once('close', onClose)
      done()
    }
    const onClose = () => {
      if (!waiting.get(socket)?.length) {
        waiting.delete(socket)
        return
      }
      ready.push(socket)
      if (ready.length === 1) setImmediate(startNext)
    }
    const queue = waiting.get(socket)
    if (queue) {
      // In its own async context, which has its trace, instead of that of the request before.
      queue.push(AsyncResource.bind(start))
      return
    }
    waiting.set(socket, [])
    start()
  })
}
