import type { FastifyInstance } from 'fastify'
import { type AuthOptions, callerOf } from '../auth/authenticate.js'
import { credentialsOf } from '../auth/credentials.js'
import { faultBody, REQUEST_ID } from '../errors/http-errors.js'
import { languageOf, type Message } from '../language.js'
import type { TraceGatherer } from '../observability/trace-collector.js'

const SIGN_IN: Message = { id: 'Silakan masuk terlebih dahulu.', en: 'Please sign in first.' }
const FORBIDDEN: Message = { id: 'Anda tidak berhak melakukan ini.', en: 'You are not allowed to do this.' }

/** `GET /traces/:requestId`: what is kept of a request, from here and from the subgraphs, for admins. */
export function tracesRoute(
  app: FastifyInstance,
  { gatherer, auth }: { gatherer: TraceGatherer; auth: AuthOptions },
): void {
  app.get<{ Params: { requestId: string } }>('/traces/:requestId', async (request, reply) => {
    const language = languageOf(request.headers['accept-language'])
    const { viewer, refusal } = callerOf(credentialsOf(request), auth)
    const refuse = (status: number, code: string, message: Message) =>
      reply.code(status).send({ errors: [{ message: message[language], extensions: { code } }] })
    if (refusal) return refuse(401, refusal.code, refusal.message)
    if (viewer.role === 'ANONYMOUS') return refuse(401, 'UNAUTHENTICATED', SIGN_IN)
    if (viewer.role !== 'ADMIN') return refuse(403, 'FORBIDDEN', FORBIDDEN)
    const { requestId } = request.params
    if (!REQUEST_ID.test(requestId)) return reply.code(404).send(faultBody(404, request.headers['accept-language']))
    return reply.header('cache-control', 'no-store').send(await gatherer.gather(requestId, viewer))
  })
}
