import type { ApolloServer } from '@apollo/server'
import { fastifyApolloHandler } from '@as-integrations/fastify'
import underPressure from '@fastify/under-pressure'
import { readLanguage } from '@setrum/api-contract'
import type { Logger } from '@setrum/service-runtime'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type AuthOptions, authenticate, readCredentials } from '../auth/authenticate.js'
import { createClientError, createErrorBody } from '../errors/http-errors.js'
import { createClientSignal, GatewayContext } from '../pipeline/gateway-context.js'
import type { FormatClientError } from '../pipeline/graphql-server.js'
import type { PersistedDocuments } from '../pipeline/persisted-documents.js'

export interface GraphqlRouteOptions {
  apollo: ApolloServer<GatewayContext>
  formatForClient: FormatClientError
  auth: AuthOptions
  /** Null allows every document. */
  documents: { documents: PersistedDocuments; isEnforced: boolean } | null
  /** Delay of the event loop at which load shedding begins; 0 disables it. */
  maxEventLoopDelayMs: number
  logger: Logger
}

/** `POST /graphql`, and queries by GET with a header that triggers a CORS preflight. */
export async function registerGraphqlRoute(app: FastifyInstance, options: GraphqlRouteOptions): Promise<void> {
  await app.register(async (scope) => {
    await registerLoadShedding(scope, options.maxEventLoopDelayMs)
    registerRoute(scope, options)
  })
}

/**
 * Load shedding: responds 503 to the requests of a scope while the event loop is delayed. Health endpoints are outside
 * of the scope and remain reachable. The plugin samples the delay; it does not queue requests.
 */
async function registerLoadShedding(scope: FastifyInstance, maxEventLoopDelay: number): Promise<void> {
  await scope.register(underPressure, {
    maxEventLoopDelay,
    retryAfter: 2,
    pressureHandler: async (request, reply) => {
      await reply.code(503).header('retry-after', '2').send(createErrorBody(503, request.headers['accept-language']))
    },
  })
}

function registerRoute(
  scope: FastifyInstance,
  { apollo, formatForClient, auth, documents, logger }: GraphqlRouteOptions,
): void {
  /** Requests that reached Apollo Server; the responses of hooks are complete. */
  const handled = new WeakSet<FastifyRequest>()
  const contexts = new WeakMap<FastifyRequest, GatewayContext>()
  scope.route({
    method: ['GET', 'POST'],
    url: '/graphql',
    preHandler: (request, _reply, done) => {
      handled.add(request)
      done()
    },
    handler: fastifyApolloHandler(apollo, {
      context: async (request, reply) => {
        const context = createContext(request, reply)
        contexts.set(request, context)
        return context
      },
    }),
    onSend: async (request, reply, payload) => {
      reply.header('cache-control', 'no-store')
      if (reply.statusCode < 400 || typeof payload !== 'string' || !handled.has(request)) return payload
      if (contexts.get(request)?.formatting.isDone) return payload
      // Apollo Server refused the request outside of the pipeline.
      const body = errorResponse.safeParse(JSON.parse(payload))
      if (!body.success) return payload
      const context = { language: readLanguage(request.headers['accept-language']), requestId: request.id, logger }
      return JSON.stringify({ errors: body.data.errors.map((error) => formatForClient(error, error, context)) })
    },
  })

  /** @throws GraphQLError for invalid credentials, and for a document that may not run */
  function createContext(request: FastifyRequest, reply: FastifyReply): GatewayContext {
    const language = readLanguage(request.headers['accept-language'])
    const caller = authenticate(readCredentials(request), auth)
    const { authError, apiKey } = caller
    if (authError?.isInvalid) throw createClientError(authError.code, authError.message[language], { status: 401 })
    // Integrators write their own operations; they are known, and their key can be revoked.
    const isEnforced = documents?.isEnforced === true && apiKey === null
    const persistedDocument = documents?.documents.resolve(request, { isEnforced, language }) ?? null
    return new GatewayContext({
      caller,
      language,
      requestId: request.id,
      persistedDocument,
      signal: createClientSignal(reply),
      logger,
    })
  }
}

const errorResponse = z.object({
  errors: z.array(z.looseObject({ message: z.string(), extensions: z.record(z.string(), z.unknown()).optional() })),
})
