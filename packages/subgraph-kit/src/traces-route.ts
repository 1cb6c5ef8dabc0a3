import { type Audience, IDENTITY_HEADER, verifyIdentity } from '@setrum/identity'
import type { TraceBuffer } from '@setrum/service-runtime'
import type { FastifyInstance } from 'fastify'

export interface TracesRouteOptions {
  traces: TraceBuffer
  audience: Audience
  identitySecret: string
}

/** `GET /traces/:requestId`: what this process keeps of a request, for the gateway on behalf of an admin. */
export function tracesRoute(app: FastifyInstance, { traces, audience, identitySecret }: TracesRouteOptions): void {
  app.get<{ Params: { requestId: string } }>('/traces/:requestId', async (request, reply) => {
    const identity = request.headers[IDENTITY_HEADER]
    const content = `${request.method} ${request.url}`
    const viewer =
      typeof identity === 'string' ? verifyIdentity(identity, { audience, content, secret: identitySecret }) : null
    const refuse = (status: number, code: string, message: string) =>
      reply.code(status).send({ errors: [{ message, extensions: { code } }] })
    if (!viewer) return refuse(401, 'UNAUTHENTICATED', 'Identity required.')
    if (viewer.role !== 'ADMIN') return refuse(403, 'FORBIDDEN', 'For admins only.')
    return { spans: traces.find(request.params.requestId) }
  })
}
