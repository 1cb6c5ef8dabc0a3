import { type Message, readLanguage } from '@setrum/api-contract'
import type { FastifyInstance } from 'fastify'
import { type AuthOptions, authenticate } from '../auth/authenticate.js'
import { readCredentials } from '../auth/credentials.js'
import { createErrorBody, REQUEST_ID_PATTERN } from '../errors/http-errors.js'
import type { TraceCollector } from '../observability/trace-collector.js'

const SIGN_IN_REQUIRED: Message = { id: 'Silakan masuk terlebih dahulu.', en: 'Please sign in first.' }
const FORBIDDEN: Message = { id: 'Anda tidak berhak melakukan ini.', en: 'You are not allowed to do this.' }

/** `GET /traces/:requestId`: spans of a request from the gateway and the subgraphs, for admins. */
export function registerTracesRoute(
  app: FastifyInstance,
  { traceCollector, auth }: { traceCollector: TraceCollector; auth: AuthOptions },
): void {
  app.get<{ Params: { requestId: string } }>('/traces/:requestId', async (request, reply) => {
    const language = readLanguage(request.headers['accept-language'])
    const { viewer, authError } = authenticate(readCredentials(request), auth)
    const sendError = (status: number, code: string, message: Message) =>
      reply.code(status).send({ errors: [{ message: message[language], extensions: { code } }] })
    if (authError) return sendError(401, authError.code, authError.message)
    if (viewer.role === 'ANONYMOUS') return sendError(401, 'UNAUTHENTICATED', SIGN_IN_REQUIRED)
    if (viewer.role !== 'ADMIN') return sendError(403, 'FORBIDDEN', FORBIDDEN)
    const { requestId } = request.params
    if (!REQUEST_ID_PATTERN.test(requestId))
      return reply.code(404).send(createErrorBody(404, request.headers['accept-language']))
    return reply.header('cache-control', 'no-store').send(await traceCollector.collect(requestId, viewer))
  })
}
