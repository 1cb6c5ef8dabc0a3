import type { ApolloServer } from '@apollo/server'
import { fastifyApolloHandler } from '@as-integrations/fastify'
import { type Message, readLanguage } from '@setrum/api-contract'
import type { Logger } from '@setrum/service-runtime'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type ApiKeyKind, type AuthOptions, authenticate, type Caller } from '../auth/authenticate.js'
import { readCredentials } from '../auth/credentials.js'
import { createInternalError, translateRequestError } from '../errors/format-error.js'
import { applyDocumentPolicy, type DocumentPolicy } from '../pipeline/document-policy.js'
import type { GatewayContext } from '../pipeline/gateway-context.js'
import type { RequestHandler } from '../pipeline/request-handler.js'

export interface GraphqlRouteOptions {
  requestHandler: RequestHandler
  apollo: ApolloServer<GatewayContext>
  auth: AuthOptions
  /** Null allows every document. */
  documents: DocumentPolicy | null
  logger: Logger
}

/** `POST /graphql`, and queries by GET with a header that triggers a CORS preflight. */
export function registerGraphqlRoute(
  app: FastifyInstance,
  { requestHandler, apollo, auth, documents, logger }: GraphqlRouteOptions,
): void {
  const apolloHandler = fastifyApolloHandler(apollo, {
    context: async (request) => createContext(request, authenticateOnce(request, auth), logger),
  })
  app.route({
    method: ['GET', 'POST'],
    url: '/graphql',
    preHandler: async (request, reply) => {
      const { authError, apiKey } = authenticateOnce(request, auth)
      if (authError?.isInvalid) return sendError(request, reply, { status: 401, ...authError })
      const policyError = documents && applyDocumentPolicy(request, selectPolicy(documents, apiKey))
      return policyError ? sendError(request, reply, { status: 400, ...policyError }) : undefined
    },
    onSend: async (request, reply, payload) => {
      // Apollo Server formats errors in Indonesian before it creates the request's context.
      if (reply.statusCode < 400 || typeof payload !== 'string') return payload
      const language = readLanguage(request.headers['accept-language'])
      if (language === 'id') return payload
      const parsed = errorResponse.safeParse(JSON.parse(payload))
      if (!parsed.success) return payload
      return JSON.stringify({
        ...parsed.data,
        errors: parsed.data.errors.map((error) => translateRequestError(error, language)),
      })
    },
    async handler(request, reply) {
      const type = selectContentType(request)
      if (type === null) return apolloHandler.call(this, request, reply)
      const context = createContext(request, authenticateOnce(request, auth), logger)
      try {
        const body = await requestHandler.handle(request.body, context)
        if (body === null) return apolloHandler.call(this, request, reply)
        return reply.headers(createResponseHeaders(type)).send(body)
      } catch (error) {
        context.logger.error({ event: 'graphql.operation_failed', err: error }, 'an operation failed')
        return reply
          .code(500)
          .headers(createResponseHeaders(type))
          .send(JSON.stringify({ errors: [createInternalError(context)] }))
      }
    },
  })
}

function createResponseHeaders(type: string) {
  return { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store' }
}

/** Selects the media type of the response; null leaves content negotiation to Apollo Server. */
function selectContentType({ method, headers }: FastifyRequest): string | null {
  // HTML forms cannot send this content type.
  if (method !== 'POST' || !headers['content-type']?.startsWith('application/json')) return null
  const { accept = '*/*' } = headers
  if (accept === '*/*' || /^application\/json(?:;\s*charset=utf-8)?$/i.test(accept)) return 'application/json'
  return accept.startsWith('application/graphql-response+json') ? 'application/graphql-response+json' : null
}

/** Integrators write their own operations; they are known, and their key can be revoked. */
function selectPolicy(documents: DocumentPolicy, apiKey: ApiKeyKind | null): DocumentPolicy {
  return apiKey ? { ...documents, isEnforced: false } : documents
}

function sendError(
  request: FastifyRequest,
  reply: FastifyReply,
  { status, code, message }: { status: number; code: string; message: Message },
): FastifyReply {
  const errors = [{ message: message[readLanguage(request.headers['accept-language'])], extensions: { code } }]
  return reply.code(status).type('application/json; charset=utf-8').send(JSON.stringify({ errors }))
}

const errorResponse = z.looseObject({
  errors: z.array(z.looseObject({ message: z.string(), extensions: z.record(z.string(), z.unknown()).optional() })),
})

const callers = new WeakMap<FastifyRequest, Caller>()

/** Authenticates a request once. */
function authenticateOnce(request: FastifyRequest, auth: AuthOptions): Caller {
  const cached = callers.get(request)
  if (cached) return cached
  const caller = authenticate(readCredentials(request), auth)
  callers.set(request, caller)
  return caller
}

function createContext(request: FastifyRequest, { viewer, authError, apiKey }: Caller, logger: Logger): GatewayContext {
  let requestLogger: Logger | undefined
  return {
    viewer,
    authError,
    apiKey,
    language: readLanguage(request.headers['accept-language']),
    requestId: request.id,
    get logger() {
      // Created on demand: a child logger costs as much as checking the token.
      requestLogger ??= logger.child({ requestId: request.id })
      return requestLogger
    },
    startedAt: performance.now(),
    longestCallMs: 0,
    mutatedSubgraph: null,
    span: null,
  }
}
