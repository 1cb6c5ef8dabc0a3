import type { Server } from 'node:http'

const BODY = JSON.stringify({ status: 'ok' })
const HEADERS = { 'content-type': 'application/json; charset=utf-8', 'content-length': BODY.length }

/**
 * `GET /health/live` says that this process handles requests at all, so it goes past everything that is done for others:
 * who asks must not conclude from a queue that the process is dead, and kill it with what it is working on.
 */
export function livenessHandler(server: Server): void {
  const handlers = server.listeners('request')
  server.removeAllListeners('request')
  server.on('request', (request, response) => {
    const isAsked = request.url === '/health/live' && (request.method === 'GET' || request.method === 'HEAD')
    if (isAsked) response.writeHead(200, HEADERS).end(BODY)
    else for (const handle of handlers) handle.call(server, request, response)
  })
}
