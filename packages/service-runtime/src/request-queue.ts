import type { Server } from 'node:http'
import type { Socket } from 'node:net'

/**
 * So many turns between two looks at the network. Node takes one new connection at each look: with a turn for everybody
 * in between, the last of a thousand that come at once waits a minute to be let in.
 */
const TURNS_AT_ONCE = 8

/**
 * Requests that somebody pipelines over one connection are begun in turn, as they must be answered in turn anyway: a
 * client with a hundred of them on their way gets no more of this process than one with a single request, and what
 * waits costs next to nothing. What waits on a connection that is gone is never begun.
 */
export function queueRequests(server: Server): void {
  const handlers = server.listeners('request')
  server.removeAllListeners('request')
  const waiting = new WeakMap<Socket, (() => void)[]>()
  /** Whose turn it is, in the order in which their last answer went out. */
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
