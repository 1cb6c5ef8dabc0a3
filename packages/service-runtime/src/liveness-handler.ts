import type { Server } from 'node:http'

const BODY = JSON.stringify({ status: 'ok' })
const HEADERS = { 'content-type': 'application/json; charset=utf-8', 'content-length': BODY.length }

/**
 * Answers `GET /health/live` before any queue: a supervisor must not take a busy process for a dead one and kill it with
 * its work in flight.
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
