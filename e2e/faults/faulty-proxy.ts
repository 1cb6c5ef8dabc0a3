import { once } from 'node:events'
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'

/** The ways in which a subgraph can be wrong. */
export const FAULTS = ['down', 'hanging', '500', 'malformed', 'reset', 'slow'] as const
export type Fault = (typeof FAULTS)[number]

/** Stands in whatever a faulty subgraph says; none of it may reach a client. */
export const UPSTREAM_CANARY = 'canary-of-the-upstream-body'
const DRIP_MS = 50

/**
 * A door before a subgraph that can be told to misbehave. While it does, nothing reaches the subgraph: what a client
 * is told can be compared with what really happened.
 */
export async function startFaultyProxy(target: string) {
  let fault: Fault | null = null
  const server = createServer((incoming, outgoing) => {
    if (fault) misbehave(fault, incoming, outgoing)
    else forward(target, incoming, outgoing)
  })
  server.keepAliveTimeout = 60_000
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (!address || typeof address === 'string') throw new Error('no port')
  const { port } = address

  return {
    port,
    url: `http://127.0.0.1:${port}`,
    /** From now on it is wrong in this way; null: not at all. */
    set: async (next: Fault | null): Promise<void> => {
      if (next === 'down' && server.listening) {
        server.close()
        server.closeAllConnections()
        await once(server, 'close')
      }
      if (next !== 'down' && !server.listening) {
        server.listen(port, '127.0.0.1')
        await once(server, 'listening')
      }
      fault = next
    },
    stop: async (): Promise<void> => {
      if (!server.listening) return
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

export type FaultyProxy = Awaited<ReturnType<typeof startFaultyProxy>>

function forward(target: string, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const { method, url, headers } = incoming
  const onward = request(target + url, { method, headers }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(outgoing)
  })
  onward.on('error', () => outgoing.destroy())
  outgoing.on('close', () => onward.destroy())
  incoming.pipe(onward)
}

function misbehave(fault: Fault, incoming: IncomingMessage, outgoing: ServerResponse): void {
  incoming.resume()
  incoming.once('end', () => {
    if (fault === 'reset' || fault === 'down') incoming.socket.resetAndDestroy()
    if (fault === '500') {
      outgoing.writeHead(500, { 'content-type': 'text/plain' })
      outgoing.end(
        `MongoServerError: E11000 at 10.9.8.7:27017 ${UPSTREAM_CANARY}\n    at handler (/srv/app/main.js:1:1)`,
      )
    }
    if (fault === 'malformed') {
      outgoing.writeHead(200, { 'content-type': 'application/json' })
      outgoing.end(`{"data":[{"${UPSTREAM_CANARY}":1}],"errors":"10.9.8.7:27017"}`)
    }
    if (fault === 'slow') drip(outgoing)
  })
}

/** An answer that begins at once and never comes to its end. */
function drip(outgoing: ServerResponse): void {
  outgoing.writeHead(200, { 'content-type': 'application/json' })
  outgoing.write('{"data":')
  const timer = setInterval(() => outgoing.write(' '), DRIP_MS)
  outgoing.on('close', () => clearInterval(timer))
}
