import type { Audience } from '@setrum/identity'
import type { TraceBuffer } from '@setrum/service-runtime'
import type { FastifyInstance } from 'fastify'
import { readViewer } from '../viewer.js'

export interface TracesRouteOptions {
  traces: TraceBuffer
  audience: Audience
  identitySecret: string
}

/** `GET /traces/:requestId`: the spans of a request in this process, for the gateway on behalf of an admin. */
export function tracesRoute(app: FastifyInstance, { traces, audience, identitySecret }: TracesRouteOptions): void {
  app.get<{ Params: { requestId: string } }>('/traces/:requestId', async (request, reply) => {
    const content = `${request.method} ${request.url}`
    const viewer = readViewer(request, { audience, content, secret: identitySecret })
    const refuse = (status: number, code: string, message: string) =>
      reply.code(status).send({ errors: [{ message, extensions: { code } }] })
    if (!viewer) return refuse(401, 'UNAUTHENTICATED', 'Identity required.')
    if (viewer.role !== 'ADMIN') return refuse(403, 'FORBIDDEN', 'For admins only.')
    return { spans: traces.find(request.params.requestId) }
  })
}
