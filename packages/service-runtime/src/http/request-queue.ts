import type { Server } from 'node:http'
import type { Socket } from 'node:net'

/**
 * Requests started per turn of the event loop. Node accepts one new connection per turn: without a limit, the last of a
 * thousand simultaneous connections would wait a minute.
 */
const TURNS_AT_ONCE = 8

/**
 * Starts the pipelined requests of one connection one at a time, since HTTP requires responses in order. A client with a
 * hundred pipelined requests gets no larger share than one with a single request. Requests of a closed connection are
 * never started.
 */
export function queueRequests(server: Server): void {
  const handlers = server.listeners('request')
  server.removeAllListeners('request')
  const waiting = new WeakMap<Socket, (() => void)[]>()
  /** Connections with a waiting request, in the order of their last responses. */
  let due: Socket[] = []
  const round = () => {
    const now = due.slice(0, TURNS_AT_ONCE)
    due = due.slice(TURNS_AT_ONCE)
    if (due.length > 0) setImmediate(round)
    for (const socket of now) {
      // It may be gone by now.
      if (socket.destroyed) waiting.delete(socket)
      else waiting.get(socket)?.shift()?.()
    }
  }
  server.on('request', (request, response) => {
    const { socket } = request
    const begin = () => {
      response.once('close', next)
      for (const handle of handlers) handle.call(server, request, response)
    }
    const next = () => {
      if (!waiting.get(socket)?.length) {
        waiting.delete(socket)
        return
      }
      due.push(socket)
      if (due.length === 1) setImmediate(round)
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
