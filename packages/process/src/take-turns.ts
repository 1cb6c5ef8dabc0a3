import type { Server } from 'node:http'
import type { Socket } from 'node:net'

/**
 * Requests that somebody pipelines over one connection are begun in turn, as they must be answered in turn anyway: a
 * client with a hundred of them on their way gets no more of this process than one with a single request, and what
 * waits costs next to nothing. What waits on a connection that is gone is never begun.
 */
export function takeTurns(server: Server): void {
  const handlers = server.listeners('request')
  server.removeAllListeners('request')
  const waiting = new WeakMap<Socket, (() => void)[]>()
  server.on('request', (request, response) => {
    const { socket } = request
    const begin = () => {
      response.once('close', next)
      for (const handle of handlers) handle.call(server, request, response)
    }
    const next = () => {
      if (waiting.get(socket)?.length) setImmediate(beginNext)
      else waiting.delete(socket)
    }
    // Not at once: the other connections have their turn first, and this one may be gone by then.
    const beginNext = () => {
      if (socket.destroyed) waiting.delete(socket)
      else waiting.get(socket)?.shift()?.()
    }
    const before = waiting.get(socket)
    if (before) {
      before.push(begin)
      return
    }
    waiting.set(socket, [])
    begin()
  })
}
