import { ApolloServer, type ApolloServerPlugin } from '@apollo/server'
import { buildSubgraphSchema } from '@apollo/subgraph'
import fastifyApollo, { fastifyApolloDrainPlugin } from '@as-integrations/fastify'
import { type Audience, IDENTITY_HEADER, TIMEOUT_HEADER, type Viewer, verifyIdentity } from '@setrum/identity'
import { createServer, type Logger, listen, type TraceBuffer } from '@setrum/service-runtime'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { DocumentNode, GraphQLFormattedError } from 'graphql'
import { Histogram, type Registry } from 'prom-client'
import { Deadline } from './deadline.js'
import { DomainError, type Language, languageOf } from './domain-error.js'
import { formatError } from './format-error.js'
import { traceMongoose } from './mongo-spans.js'
import { nameOperations, traceRequests } from './request-span.js'
import { tracesRoute } from './traces-route.js'

/**
 * Ten times what the gateway takes from a client: its own request is larger than the client's by the text of an
 * operation that was sent by its id, by entities, and by numbers that JSON writes longer (1e20).
 */
const BODY_LIMIT = 1_024_000

/** What every resolver can see, whatever the subgraph adds to it. */
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
  /** Adds to a request's context what this subgraph needs: loaders, services. */
  context: (base: RequestContext) => TContext
  /** Shared with the gateway: without an identity signed with it nobody gets in. */
  identitySecret: string
  logger: Logger
  host: string
  port: number
  /** The environment variable that sets the port, for the message when it is taken. */
  portVariable: string
  isReady: () => boolean | Promise<boolean>
  /** Whether the database has what a change relies on, unique indexes above all. Until then only queries are answered. */
  isPrepared: () => boolean
  /** What is kept of this process's spans; without it nothing is traced here. */
  traces?: TraceBuffer | undefined
  /** HTTP that is not GraphQL. Such a route does its own checking of who calls. */
  routes?: (app: FastifyInstance) => Promise<void> | void
}

export interface RunningSubgraph {
  port: number
  metrics: Registry
  /** Finishes what is in flight, then stops. */
  stop: () => Promise<void>
}

declare module 'fastify' {
  interface FastifyRequest {
    viewer: Viewer | null
  }
}

/**
 * Starts a subgraph: its schema behind the door that all subgraphs share. Whoever comes without an identity that the
 * gateway or a sister service signed for this subgraph and this body gets 401 before anything is parsed, `_service`
 * and `_entities` included.
 */
export async function startSubgraph<TContext extends RequestContext>(
  options: SubgraphOptions<TContext>,
): Promise<RunningSubgraph> {
  const { logger, traces } = options
  const { app, metrics } = createServer({ logger, isReady: options.isReady, bodyLimit: BODY_LIMIT })

  const apollo = new ApolloServer<TContext>({
    schema: buildSubgraphSchema([{ typeDefs: options.typeDefs, resolvers: { ...options.resolvers } }]),
    introspection: true,
    csrfPrevention: false, // Nothing here is reached from a browser: each request carries a signed identity.
    persistedQueries: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    formatError: (formatted, error) => formatWithContext(formatted, error, logger),
    plugins: [
      fastifyApolloDrainPlugin(app),
      tellErrorsTheirRequest(),
      refuseEarlyMutations(options.isPrepared),
      measureOperations(metrics),
      ...(traces ? [nameOperations()] : []),
    ],
    logger,
  })
  await apollo.start()

  await app.register(async (graph) => {
    graph.decorateRequest('viewer', null)
    graph.removeAllContentTypeParsers()
    graph.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
      const content = typeof body === 'string' ? Buffer.from(body) : body
      request.viewer = viewerOf(request, { audience: options.name, content, secret: options.identitySecret })
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
    if (traces) traceRequests(graph)
    await graph.register(fastifyApollo(apollo), {
      path: '/graphql',
      method: ['POST'],
      context: async (request) => options.context(baseContext(request, logger)),
    })
  })
  if (traces) {
    traceMongoose()
    tracesRoute(app, { traces, audience: options.name, identitySecret: options.identitySecret })
  }
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

function viewerOf(
  request: FastifyRequest,
  expected: { audience: Audience; content: Buffer; secret: string },
): Viewer | null {
  const identity = request.headers[IDENTITY_HEADER]
  return typeof identity === 'string' ? verifyIdentity(identity, expected) : null
}

function baseContext(request: FastifyRequest, logger: Logger): RequestContext {
  return {
    viewer: request.viewer ?? { role: 'ANONYMOUS' },
    language: languageOf(request.headers['accept-language']),
    requestId: request.id,
    logger: logger.child({ requestId: request.id }),
    deadline: Deadline.fromHeader(request.headers[TIMEOUT_HEADER]),
  }
}

const requestOf = new WeakMap<object, RequestContext>()

/** Apollo's formatError does not see the request; this remembers for each error which request it belongs to. */
function tellErrorsTheirRequest(): ApolloServerPlugin<RequestContext> {
  return {
    requestDidStart: async () => ({
      didEncounterErrors: async ({ errors, contextValue }) => {
        for (const error of errors) requestOf.set(error, contextValue)
      },
    }),
  }
}

function formatWithContext(formatted: GraphQLFormattedError, error: unknown, logger: Logger): GraphQLFormattedError {
  const context = typeof error === 'object' && error !== null ? requestOf.get(error) : undefined
  return formatError(error, formatted, context ?? { language: 'id', requestId: '', logger })
}

/** Two equal changes before the unique indexes exist would both be made. */
function refuseEarlyMutations(isPrepared: () => boolean): ApolloServerPlugin<RequestContext> {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ operation, response }) => {
        if (operation?.operation !== 'mutation' || isPrepared()) return
        // An answer like any other: to the gateway 500 would mean that nobody knows whether it was carried out.
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
        willSendResponse: async ({ operation, errors, contextValue }) => {
          // The kind, not the client's name for it: names are free text and would fill the registry.
          durations.observe(
            { operation: operation?.operation ?? 'none', errors: String((errors?.length ?? 0) > 0) },
            (performance.now() - startedAt) / 1000,
          )
          if (operation?.operation !== 'mutation') return
          // A line for everything that changes something: what was asked, never with what.
          const fields = operation.selectionSet.selections.flatMap((field) =>
            field.kind === 'Field' ? field.name.value : [],
          )
          contextValue.logger.info({ fields, errors: errors?.map(({ extensions }) => extensions.code) }, 'mutation')
        },
      }
    },
  }
}
