import { ApolloServer, type ApolloServerPlugin } from '@apollo/server'
import { buildSubgraphSchema } from '@apollo/subgraph'
import fastifyApollo, { fastifyApolloDrainPlugin } from '@as-integrations/fastify'
import { type Language, readLanguage } from '@setrum/api-contract'
import { ErrorContexts, logMutations } from '@setrum/graphql-server'
import { type Audience, TIMEOUT_HEADER, type Viewer } from '@setrum/identity'
import { createServer, type Logger, listen } from '@setrum/service-runtime'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { DocumentNode } from 'graphql'
import { Histogram, type Registry } from 'prom-client'
import { Deadline } from './deadline.js'
import { databaseUnavailable, isDatabaseUnavailable } from './errors/database-unavailable.js'
import { DomainError } from './errors/domain-error.js'
import { formatError } from './errors/format-error.js'
import { checkTextInputs } from './text-input.js'
import { readViewer } from './viewer.js'

/**
 * Ten times the gateway's limit for clients. The gateway's request is larger than the client's: it adds the text of an
 * operation that was sent by id, entities, and numbers that JSON writes longer (1e20).
 */
const BODY_LIMIT = 1_024_000

/** Context of every resolver; subgraphs extend it. */
export interface RequestContext {
  viewer: Viewer
  language: Language
  requestId: string
  logger: Logger
  /** Until when the caller waits. */
  deadline: Deadline
}

/** The resolver map that codegen's `Resolvers` type describes for this subgraph. */
type Resolvers = object

export interface SubgraphOptions<TContext extends RequestContext> {
  name: Audience
  typeDefs: DocumentNode
  resolvers: Resolvers
  /** Extends a request's context with loaders and services. */
  context: (base: RequestContext) => TContext
  /** Shared with the gateway; a request without an identity signed with it is rejected. */
  identitySecret: string
  logger: Logger
  host: string
  port: number
  /** The environment variable that sets the port, for the message when it is taken. */
  portVariable: string
  isReady: () => boolean | Promise<boolean>
  /** Whether the database is prepared, above all its unique indexes. Until then mutations are rejected. */
  isPrepared: () => boolean
  /** Routes other than GraphQL; they authenticate their callers themselves. */
  routes?: (app: FastifyInstance) => Promise<void> | void
}

export interface RunningSubgraph {
  port: number
  metrics: Registry
  /** Finishes requests in flight, then stops. */
  stop: () => Promise<void>
}

declare module 'fastify' {
  interface FastifyRequest {
    viewer: Viewer | null
  }
}

/**
 * Starts a subgraph's GraphQL server. A request without an identity that one of our services signed for this subgraph and
 * this body gets 401 before its body is parsed; `_service` and `_entities` are no exception.
 */
export async function startSubgraph<TContext extends RequestContext>(
  options: SubgraphOptions<TContext>,
): Promise<RunningSubgraph> {
  const { logger } = options
  const { app, metrics } = createServer({ logger, isReady: options.isReady, bodyLimit: BODY_LIMIT })

  handleDatabaseErrors(app, { service: options.name, logger })

  const errorContexts = new ErrorContexts<RequestContext>()
  const apollo = new ApolloServer<TContext>({
    schema: checkTextInputs(buildSubgraphSchema([{ typeDefs: options.typeDefs, resolvers: { ...options.resolvers } }])),
    introspection: true,
    csrfPrevention: false, // Nothing here is reached from a browser: each request carries a signed identity.
    persistedQueries: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    formatError: (formatted, error) =>
      formatError(error, formatted, {
        ...(errorContexts.find(error) ?? { language: 'id', requestId: '', logger }),
        service: options.name,
        isMutation: errorContexts.isOfMutation(error),
      }),
    plugins: [
      fastifyApolloDrainPlugin(app),
      errorContexts.plugin(),
      refuseEarlyMutations(options.isPrepared),
      measureOperations(metrics),
      logMutations(logger),
    ],
    logger,
  })
  await apollo.start()

  await app.register(async (graph) => {
    graph.decorateRequest('viewer', null)
    graph.removeAllContentTypeParsers()
    graph.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
      const content = typeof body === 'string' ? Buffer.from(body) : body
      request.viewer = readViewer(request, { audience: options.name, content, secret: options.identitySecret })
      if (!request.viewer) return done(null, undefined)
      try {
        done(null, JSON.parse(content.toString('utf8')))
      } catch (error) {
        done(Object.assign(error as Error, { statusCode: 400 }))
      }
    })
    graph.addHook('preHandler', async (request, reply) => {
      if (!request.viewer)
        return reply
          .code(401)
          .send({ errors: [{ message: 'Identity required.', extensions: { code: 'UNAUTHENTICATED' } }] })
      return undefined
    })
    await graph.register(fastifyApollo(apollo), {
      path: '/graphql',
      method: ['POST'],
      context: async (request) => options.context(baseContext(request, logger)),
    })
  })
  await options.routes?.(app)

  const port = await listen(app, options)
  logger.info({ port }, `${options.name} subgraph is listening`)
  return {
    port,
    metrics,
    stop: async () => {
      await app.close()
      await apollo.stop()
    },
  }
}

function baseContext(request: FastifyRequest, logger: Logger): RequestContext {
  return {
    viewer: request.viewer ?? { role: 'ANONYMOUS' },
    language: readLanguage(request.headers['accept-language']),
    requestId: request.id,
    logger: logger.child({ requestId: request.id }),
    deadline: Deadline.fromHeader(request.headers[TIMEOUT_HEADER]),
  }
}

/** Routes other than GraphQL return 503 while the database is unavailable, so that their callers repeat the request. */
function handleDatabaseErrors(app: FastifyInstance, { service, logger }: { service: string; logger: Logger }): void {
  app.setErrorHandler(async (cause, request, reply) => {
    if (!isDatabaseUnavailable(cause)) throw cause
    logger.warn(
      { event: 'database.unavailable', err: cause, requestId: request.id },
      'the database did not carry out an operation',
    )
    const { code, messages, details } = databaseUnavailable(service, { isMutation: false, cause })
    const message = messages[readLanguage(request.headers['accept-language'])]
    return reply.code(503).send({ errors: [{ message, extensions: { code, ...details } }] })
  })
}

/** Without unique indexes, two equal mutations would both be carried out. */
function refuseEarlyMutations(isPrepared: () => boolean): ApolloServerPlugin<RequestContext> {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ operation, response }) => {
        if (operation?.operation !== 'mutation' || isPrepared()) return
        // Not 500: for the gateway that would mean an unknown outcome.
        response.http.status = 200
        throw new DomainError('SUBGRAPH_UNAVAILABLE', {
          id: 'Sistem baru saja dinyalakan dan belum siap. Silakan coba lagi sebentar lagi.',
          en: 'The system has just been started and is not ready yet. Please try again in a moment.',
        })
      },
    }),
  }
}

function measureOperations(metrics: Registry): ApolloServerPlugin<RequestContext> {
  const durations = new Histogram({
    name: 'graphql_operation_duration_seconds',
    help: 'GraphQL operations by name and by whether they had errors',
    labelNames: ['operation', 'errors'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10, 40],
    registers: [metrics],
  })
  return {
    requestDidStart: async () => {
      const startedAt = performance.now()
      return {
        willSendResponse: async ({ operation, errors }) => {
          // The operation type, because client-chosen names would create unlimited time series.
          durations.observe(
            { operation: operation?.operation ?? 'none', errors: String((errors?.length ?? 0) > 0) },
            (performance.now() - startedAt) / 1000,
          )
        },
      }
    },
  }
}
