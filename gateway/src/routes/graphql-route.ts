import type { ApolloServer } from '@apollo/server'
import { fastifyApolloHandler } from '@as-integrations/fastify'
import type { Logger } from '@setrum/service-runtime'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type ApiKeyKind, type AuthOptions, type Caller, callerOf } from '../auth/authenticate.js'
import { credentialsOf } from '../auth/credentials.js'
import { internalError, rewordRequestError } from '../errors/format-error.js'
import { languageOf, type Message } from '../language.js'
import { applyDocumentPolicy, type DocumentPolicy } from '../pipeline/document-policy.js'
import type { GatewayContext } from '../pipeline/gateway-context.js'
import type { Operations } from '../pipeline/request-handler.js'

export interface GraphqlRouteOptions {
  operations: Operations
  apollo: ApolloServer<GatewayContext>
  auth: AuthOptions
  /** What may be run; null for anything. */
  documents: DocumentPolicy | null
  logger: Logger
}

/** `POST /graphql`, and queries by GET for those who send the header that no foreign page can. */
export function graphqlRoute(
  app: FastifyInstance,
  { operations, apollo, auth, documents, logger }: GraphqlRouteOptions,
): void {
  const byApollo = fastifyApolloHandler(apollo, {
    context: async (request) => contextOf(request, callerOfRequest(request, auth), logger),
  })
  app.route({
    method: ['GET', 'POST'],
    url: '/graphql',
    preHandler: async (request, reply) => {
      const { refusal, apiKey } = callerOfRequest(request, auth)
      if (refusal?.isForged) return refuse(request, reply, { status: 401, ...refusal })
      const notAllowed = documents && applyDocumentPolicy(request, policyFor(documents, apiKey))
      return notAllowed ? refuse(request, reply, { status: 400, ...notAllowed }) : undefined
    },
    onSend: async (request, reply, payload) => {
      // Before the document is read Apollo words errors without knowing the request: in Indonesian.
      if (reply.statusCode < 400 || typeof payload !== 'string') return payload
      const language = languageOf(request.headers['accept-language'])
      if (language === 'id') return payload
      const answer = errorAnswer.safeParse(JSON.parse(payload))
      if (!answer.success) return payload
      return JSON.stringify({
        ...answer.data,
        errors: answer.data.errors.map((error) => rewordRequestError(error, language)),
      })
    },
    async handler(request, reply) {
      const type = wantedType(request)
      if (type === null) return byApollo.call(this, request, reply)
      const context = contextOf(request, callerOfRequest(request, auth), logger)
      try {
        const answer = await operations.answer(request.body, context)
        if (answer === null) return byApollo.call(this, request, reply)
        return reply.headers(headersOf(type)).send(answer)
      } catch (error) {
        context.logger.error({ err: error }, 'an operation failed')
        return reply
          .code(500)
          .headers(headersOf(type))
          .send(JSON.stringify({ errors: [internalError(context)] }))
      }
    },
  })
}

function headersOf(type: string) {
  return { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store' }
}

/** JSON under its own name, or under the one that clients of GraphQL over HTTP prefer; of other wishes Apollo knows more. */
function wantedType({ method, headers }: FastifyRequest): string | null {
  // What a form of a foreign page can send is not of this type.
  if (method !== 'POST' || !headers['content-type']?.startsWith('application/json')) return null
  const { accept = '*/*' } = headers
  if (accept === '*/*' || /^application\/json(?:;\s*charset=utf-8)?$/i.test(accept)) return 'application/json'
  return accept.startsWith('application/graphql-response+json') ? 'application/graphql-response+json' : null
}

/** Integrators write operations of their own; we know who they are, and can revoke their key. */
function policyFor(documents: DocumentPolicy, apiKey: ApiKeyKind | null): DocumentPolicy {
  return apiKey ? { ...documents, isExclusive: false } : documents
}

function refuse(
  request: FastifyRequest,
  reply: FastifyReply,
  { status, code, message }: { status: number; code: string; message: Message },
): FastifyReply {
  const errors = [{ message: message[languageOf(request.headers['accept-language'])], extensions: { code } }]
  return reply.code(status).type('application/json; charset=utf-8').send(JSON.stringify({ errors }))
}

const errorAnswer = z.looseObject({
  errors: z.array(z.looseObject({ message: z.string(), extensions: z.record(z.string(), z.unknown()).optional() })),
})

const callers = new WeakMap<FastifyRequest, Caller>()

/** Who makes a request; verified once. */
function callerOfRequest(request: FastifyRequest, auth: AuthOptions): Caller {
  const known = callers.get(request)
  if (known) return known
  const caller = callerOf(credentialsOf(request), auth)
  callers.set(request, caller)
  return caller
}

function contextOf(request: FastifyRequest, { viewer, refusal, apiKey }: Caller, logger: Logger): GatewayContext {
  let requestLogger: Logger | undefined
  return {
    viewer,
    refusal,
    apiKey,
    language: languageOf(request.headers['accept-language']),
    requestId: request.id,
    get logger() {
      // Made when there is something to say: it costs as much as checking the token.
      requestLogger ??= logger.child({ requestId: request.id })
      return requestLogger
    },
    startedAt: performance.now(),
    longestCallMs: 0,
    changes: null,
    span: null,
  }
}
