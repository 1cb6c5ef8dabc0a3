import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import * as postpaid from './postpaid/answers.js'
import * as prepaid from './prepaid/answers.js'

/** What answers when no route does, or when a route cannot. */
export function errorRoutes(app: FastifyInstance): void {
  app.setNotFoundHandler((request, reply) => {
    if (request.url.startsWith('/_admin')) return reply.code(404).send({ error: `there is no ${request.url}` })
    const { envelope, refusal } = request.url.startsWith('/api/v1/') ? postpaid : prepaid
    return reply.send(envelope(refusal('117')))
  })
  app.setErrorHandler((error, _request, reply) =>
    error instanceof z.ZodError ? reply.code(400).send({ error: z.prettifyError(error) }) : reply.send(error),
  )
}
