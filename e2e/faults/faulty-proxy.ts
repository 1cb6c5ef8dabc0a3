import { once } from 'node:events'
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'

/** Faults of a subgraph. */
export const FAULTS = ['down', 'hanging', '500', 'malformed', 'reset', 'slow'] as const
export type Fault = (typeof FAULTS)[number]

/** Part of every faulty response; must never reach a client. */
export const UPSTREAM_CANARY = 'canary-of-the-upstream-body'
const DRIP_MS = 50

/**
 * A proxy in front of a subgraph that injects faults. During a fault no request reaches the subgraph, so a response can
 * be compared with what really happened.
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
    /** Sets the fault from now on; null: none. */
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
  const onward = request(target + url, { method, headers }, (response) => {
    outgoing.writeHead(response.statusCode ?? 502, response.headers)
    response.pipe(outgoing)
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

/** A response that begins at once and never ends. */
function drip(outgoing: ServerResponse): void {
  outgoing.writeHead(200, { 'content-type': 'application/json' })
  outgoing.write('{"data":')
  const timer = setInterval(() => outgoing.write(' '), DRIP_MS)
  outgoing.on('close', () => clearInterval(timer))
}
